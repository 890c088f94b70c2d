"""The room's addresses."""

from django.urls import URLPattern

app_name = "payouts"
urlpatterns: list[URLPattern] = []
