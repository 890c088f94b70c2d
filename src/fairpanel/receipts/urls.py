"""Addresses of this room."""

from django.urls import path

from fairpanel.receipts import hiding_views, phone_views, views
from fairpanel.receipts.mail import views as mail

app_name = "receipts"
urlpatterns = [
    path("", views.index, name="list"),
    path("add/", views.add, name="add"),
    path("look/", views.look, name="look"),
    path("mail/", mail.page, name="mail"),
    path("mail/new/", mail.new_address, name="new_mail_address"),
    path("mail/end/", mail.take_back_address, name="end_mail_address"),
    path("waiting/", phone_views.waiting, name="waiting"),
    path("share/", phone_views.share, name="share"),
    path("offline/", phone_views.shell, name="offline"),
    path("phone/", phone_views.state, name="phone"),
    path("<uuid:receipt_id>/", views.one, name="one"),
    path("<uuid:receipt_id>/progress/", views.progress, name="progress"),
    path("<uuid:receipt_id>/picture/", views.picture, name="picture"),
    path("<uuid:receipt_id>/appeal/", views.appeal, name="appeal"),
    path("<uuid:receipt_id>/correct/", views.correct, name="correct"),
    path("<uuid:receipt_id>/hide/", hiding_views.hide, name="hide"),
    path("<uuid:receipt_id>/delete/", views.delete, name="delete"),
]
