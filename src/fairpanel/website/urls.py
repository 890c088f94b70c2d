"""Every address of the product."""

from allauth.account import views as account
from django.conf import settings
from django.contrib import admin
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from fairpanel.members import urls as members
from fairpanel.members.doors import for_anyone
from fairpanel.website import factors, sign_in, tables, views

# The operator's tables stand behind the same door as the operator's pages.
admin.site.has_permission = tables.may_enter  # type: ignore[method-assign]
admin.site.login = tables.enter  # type: ignore[assignment]

_LEAD_THERE = RedirectView.as_view(pattern_name="account_login")
# Of django-allauth's pages those that a panel without passwords needs. Ours stand in for its way in.
_way_in = [
    path("login/", for_anyone(sign_in.enter), name="account_login"),
    path("login/code/confirm/", for_anyone(sign_in.enter_code), name="account_confirm_login_code"),
    path("login/code/", for_anyone(_LEAD_THERE), name="account_request_login_code"),
    path("signup/", for_anyone(_LEAD_THERE), name="account_signup"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    # Before the library's own, which they stand in for.
    path("security/webauthn/add/", for_anyone(factors.add_passkey), name="mfa_add_webauthn"),
    path("security/webauthn/keys/<int:pk>/remove/", for_anyone(factors.remove_passkey), name="mfa_remove_webauthn"),
    path("security/totp/activate/", for_anyone(factors.turn_app_on), name="mfa_activate_totp"),
    path("security/", include("allauth.mfa.urls")),
]
_demo = [
    path("demo/outbox/", views.outbox, name="outbox"),
    path("demo/step-in/", views.step_in, name="step_in"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("you/", views.you, name="you"),
    path("you/", include((members.account, "account"))),
    path("account/", include(_way_in)),
    path("join/", include("fairpanel.members.urls")),
    path("consent/", include("fairpanel.consent.urls")),
    path("receipts/", include("fairpanel.receipts.urls")),
    path("notices/", include("fairpanel.website.notice_pages")),
    path("earnings/", include("fairpanel.rewards.urls")),
    path("money/", include("fairpanel.payouts.urls")),
    path("privacy/", include("fairpanel.privacy.urls")),
    path("console/tables/", admin.site.urls),
    path("console/", include("fairpanel.console.urls")),
    path("portal/", include("fairpanel.portal.urls")),
    path("language/", for_anyone(set_language), name="set_language"),
    path("offline/", views.offline, name="offline"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("favicon.ico", for_anyone(RedirectView.as_view(url=static("icons/mark-192.png"))), name="favicon"),
    *(_demo if settings.DEMO else []),
]
handler400 = "fairpanel.website.problems.not_understood"
handler404 = "fairpanel.website.problems.not_found"
handler500 = "fairpanel.website.problems.broken"
