"""Addresses of the client's pages."""

from django.urls import path

from fairpanel.portal import views

app_name = "portal"
urlpatterns = [path("", views.home, name="home")]
