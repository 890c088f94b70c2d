"""Addresses of this room."""

from django.urls import path

from fairpanel.receipts import views

app_name = "receipts"
urlpatterns = [
    path("", views.index, name="list"),
    path("add/", views.add, name="add"),
    path("look/", views.look, name="look"),
    path("<uuid:receipt_id>/", views.one, name="one"),
    path("<uuid:receipt_id>/progress/", views.progress, name="progress"),
    path("<uuid:receipt_id>/picture/", views.picture, name="picture"),
    path("<uuid:receipt_id>/appeal/", views.appeal, name="appeal"),
    path("<uuid:receipt_id>/correct/", views.correct, name="correct"),
    path("<uuid:receipt_id>/delete/", views.delete, name="delete"),
]
