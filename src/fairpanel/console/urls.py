"""Addresses of the operator's pages."""

from django.urls import path

from fairpanel.console import (
    admission,
    budgets,
    cases,
    complaints,
    erasures,
    invitations,
    looks,
    notices,
    payouts,
    views,
)

app_name = "console"
urlpatterns = [
    path("", views.home, name="home"),
    path("look/", views.look, name="look"),
    path("look/<uuid:receipt_id>/", views.look, name="look_at"),
    path("look/<uuid:receipt_id>/picture/", views.picture, name="picture"),
    path("look/<uuid:receipt_id>/judge/", views.judge, name="judge"),
    path("cases/", cases.index, name="cases"),
    path("cases/<uuid:case_id>/", cases.one, name="case"),
    path("complaints/", complaints.index, name="complaints"),
    path("complaints/<uuid:complaint_id>/", complaints.one, name="complaint"),
    path("erasures/", erasures.index, name="erasures"),
    path("admission/", admission.index, name="admission"),
    path("admission/draw/", admission.draw, name="draw"),
    path("admission/waiting/", admission.waiting, name="waiting"),
    path("admission/plan/", admission.plan, name="plan"),
    path("invitations/", invitations.index, name="invitations"),
    path("invitations/mail/", invitations.mail, name="invite_by_mail"),
    path("invitations/table/", invitations.table, name="invite_from_table"),
    path("invitations/paper/", invitations.paper, name="invite_on_paper"),
    path("invitations/link/", invitations.link, name="invite_by_link"),
    path("invitations/revoke/", invitations.revoke, name="revoke_invitations"),
    path("looks/", looks.index, name="looks"),
    path("budget/", budgets.index, name="budget"),
    path("payouts/", payouts.index, name="payouts"),
    path("payouts/file/", payouts.make_file, name="bank_file"),
    path("payouts/file/<uuid:batch_id>/<str:kind>/", payouts.file, name="bank_download"),
    path("payouts/given/", payouts.pay_over, name="pay_over"),
    path("payouts/tax/", payouts.tax, name="tax_export"),
    path("payouts/provider/<str:name>/", payouts.provider, name="payout_provider"),
    path("payouts/finding/<uuid:finding_id>/", payouts.resolve, name="resolve_payout"),
    path("payouts/<uuid:payout_id>/", payouts.one, name="payout"),
    path("payouts/<uuid:payout_id>/decide/", payouts.decide, name="decide_payout"),
    path("notices/", notices.index, name="notices"),
    path("notices/<uuid:notice_id>/again/", notices.again, name="notice_again"),
]
