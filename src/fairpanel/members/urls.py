"""Addresses of this room."""

from django.urls import path

from fairpanel.members import views

app_name = "members"
# What everybody decides about their own account: included at /you/ as `account`.
account = [
    path("devices/", views.devices, name="devices"),
    path("devices/sign-out/", views.sign_out_there, name="sign_out_there"),
    path("address/", views.address, name="address"),
    path("address/code/", views.address_code, name="address_code"),
    path("address/stop/<str:token>/", views.stop_address, name="stop_address"),
    path("second-factor/", views.second_factor, name="second_factor"),
]
urlpatterns = [
    path("", views.join, name="join"),
    path("take/", views.take, name="take"),
    path("again/", views.again, name="again"),
    path("leave/", views.leave, name="leave"),
    path("code/", views.code, name="code"),
    path("with/<str:code>/", views.with_code, name="with_code"),
    path("invited/", views.invited, name="invited"),
    path("no-thanks/", views.decline, name="decline"),
    path("invite/", views.refer, name="refer"),
    path("parts/", views.parts, name="parts"),
    path("language/", views.language, name="language"),
]
