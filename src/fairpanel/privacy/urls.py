"""The room's addresses."""

from django.urls import path

from fairpanel.privacy.claims import views as claims
from fairpanel.privacy.complaints import views as complaints
from fairpanel.privacy.erasures import views as erasures
from fairpanel.privacy.holdings import views as holdings
from fairpanel.privacy.take_along import views as take_along

app_name = "privacy"
urlpatterns = [
    path("", holdings.page, name="page"),
    path("looks/", holdings.looked, name="looks"),
    path("notice/", holdings.notice, name="notice"),
    path("take-along/", take_along.ask, name="take_along"),
    path("take-along/<uuid:copy_id>/", take_along.fetch, name="copy"),
    path("complain/", complaints.complain, name="complain"),
    path("complaints/<uuid:complaint_id>/", complaints.one, name="complaint"),
    path("said/<str:link>/", complaints.said, name="said"),
    path("delete/", erasures.deletions, name="deletions"),
    path("delete/<uuid:erasure_id>/receipt/", erasures.deletion_receipt, name="deletion_receipt"),
    path("delete/<str:purpose>/", erasures.erase, name="erase"),
    path("leave/", erasures.leave, name="leave"),
    path("left/<str:link>/", erasures.left, name="left"),
    path("left/<str:link>/receipt/", erasures.left_receipt, name="left_receipt"),
    path("claim/", claims.code, name="claim"),
    path("claim/waits/", claims.claimed, name="claimed"),
    path("claim/tax/", claims.tax, name="claim_tax"),
    path("claim/close/", claims.close, name="claim_close"),
    path("claim/pay/<str:way>/<str:currency>/", claims.pay, name="claim_pay"),
    path("claim/<uuid:payout_id>/cancel/", claims.cancel, name="claim_cancel"),
    path("claim/<uuid:payout_id>/code/", claims.show, name="claim_code"),
    path("key/", erasures.key, name="key"),
]
