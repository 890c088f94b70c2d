"""The room's addresses."""

from django.urls import path

from fairpanel.payouts import views

app_name = "payouts"
urlpatterns = [
    path("", views.index, name="index"),
    path("ask/", views.choose, name="choose"),
    path("ask/<str:way>/", views.ask, name="ask"),
    path("address/<str:way>/", views.address, name="address"),
    path("tax/", views.tax, name="tax"),
    path("given/", views.charity, name="charity"),
    path("heard/<str:provider>/", views.heard, name="heard"),
    path("<uuid:payout_id>/", views.one, name="one"),
    path("<uuid:payout_id>/code/", views.code, name="code"),
    path("<uuid:payout_id>/cancel/", views.cancel, name="cancel"),
]
