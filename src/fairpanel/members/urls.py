"""Addresses of this room."""

from django.urls import path

from fairpanel.members import views

app_name = "members"
urlpatterns = [
    path("", views.join, name="join"),
    path("language/", views.language, name="language"),
]
