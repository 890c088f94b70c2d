"""Addresses of the operator's pages."""

from django.urls import path

from fairpanel.console import complaints, looks, notices, views

app_name = "console"
urlpatterns = [
    path("", views.home, name="home"),
    path("look/", views.look, name="look"),
    path("look/<uuid:receipt_id>/", views.look, name="look_at"),
    path("look/<uuid:receipt_id>/picture/", views.picture, name="picture"),
    path("look/<uuid:receipt_id>/judge/", views.judge, name="judge"),
    path("complaints/", complaints.index, name="complaints"),
    path("complaints/<uuid:complaint_id>/", complaints.one, name="complaint"),
    path("looks/", looks.index, name="looks"),
    path("notices/", notices.index, name="notices"),
    path("notices/<uuid:notice_id>/again/", notices.again, name="notice_again"),
]
