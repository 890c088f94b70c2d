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
    path("household/", views.household, name="household"),
    path("household/ask/", views.ask_in, name="ask_in"),
    path("household/code/", views.find_household, name="find_household"),
    path("household/leave/", views.leave_household, name="leave_household"),
    path("household/with/<str:code>/", views.come_in, name="come_in"),
    path("profile/", views.profile, name="profile"),
    path("profile/forget/", views.clear_profile, name="clear_profile"),
    path("profile/<str:question>/", views.profile_question, name="profile_question"),
    path("questions/", views.questions, name="questions"),
    path("second-factor/", views.second_factor, name="second_factor"),
]
urlpatterns = [
    path("", views.join, name="join"),
    path("take/", views.take, name="take"),
    path("again/", views.again, name="again"),
    path("leave/", views.leave, name="leave"),
    path("guardian/", views.guardian, name="guardian"),
    path("guardian/come/", views.join_with_guardian, name="join_with_guardian"),
    path("guardian/age/", views.tell_age, name="tell_age"),
    path("guardian/link/", views.guardian_link, name="guardian_link"),
    path("guardian/asked/<str:code>/", views.guardian_asked, name="guardian_asked"),
    path("guardian/agreed/<str:token>/", views.guardian_agreed, name="guardian_agreed"),
    path("code/", views.code, name="code"),
    path("with/<str:code>/", views.with_code, name="with_code"),
    path("invited/", views.invited, name="invited"),
    path("no-thanks/", views.decline, name="decline"),
    path("invite/", views.refer, name="refer"),
    path("parts/", views.parts, name="parts"),
    path("language/", views.language, name="language"),
]
