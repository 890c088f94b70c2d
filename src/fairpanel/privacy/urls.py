"""The room's addresses."""

from django.urls import path

from fairpanel.privacy.complaints import views as complaints
from fairpanel.privacy.holdings import views as holdings

app_name = "privacy"
urlpatterns = [
    path("", holdings.page, name="page"),
    path("looks/", holdings.looked, name="looks"),
    path("notice/", holdings.notice, name="notice"),
    path("complain/", complaints.complain, name="complain"),
    path("complaints/<uuid:complaint_id>/", complaints.one, name="complaint"),
    path("said/<str:link>/", complaints.said, name="said"),
]
