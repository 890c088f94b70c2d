"""Django's settings, all of them from one reading of the environment."""

from pathlib import Path

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from fairpanel.website.environment import Environment, database_settings, mail_settings

ENVIRONMENT = Environment.read()
HERE = Path(__file__).parent

DEBUG = False
DEMO = ENVIRONMENT.demo
# Whether mails wait for the morning of whom they are for. What the demo writes wakes nobody.
NIGHTS_ARE_QUIET = not DEMO
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
# Over plain HTTP only where nobody else listens.
SECURE = not set(ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]"}

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "fairpanel.ledger",
    "fairpanel.notices",
    "fairpanel.vault",
    "fairpanel.members",
    "fairpanel.consent",
    "fairpanel.rewards",
    "fairpanel.receipts",
    "fairpanel.payouts",
    "fairpanel.privacy",
    "fairpanel.console",
    "fairpanel.portal",
    "fairpanel.website",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "fairpanel.website.headers.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "fairpanel.website.languages.MemberLanguage",
    "fairpanel.website.devices.Devices",
    "fairpanel.website.forgetting.Forgetting",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "fairpanel.website.problems.Problems",
]
ROOT_URLCONF = "fairpanel.website.urls"
ASGI_APPLICATION = "fairpanel.website.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fairpanel.website.frame.around_every_page",
            ],
        },
    }
]

DATABASES = {"default": database_settings(ENVIRONMENT)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Who tells us of mails that came back; nobody where mails go by SMTP.
MAIL_PROVIDER = MAIL_WEBHOOK = ""
vars().update(mail_settings(ENVIRONMENT))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from

# Sign-in: a code by mail or a passkey; no passwords anywhere.
AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "fairpanel.website.sign_in.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Behind the proxy that a panel in the open has, the address of who signs in is the last but one that forwarded it.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE else 0
# Whoever changes how they sign in is told by mail, and asked once more where they have something to be asked for.
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_ADAPTER = "fairpanel.website.factors.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Fairpanel"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "fairpanel.website.problems.stale_form"

# A picture stays in memory until it is sealed: no upload ever touches the disk unsealed.
UPLOAD_BYTES_MAX = 20 * 1024 * 1024
BODY_BYTES_MAX = UPLOAD_BYTES_MAX + 64 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = BODY_BYTES_MAX
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("de", _("German")), ("es", _("Spanish"))]
LOCALE_PATHS = [HERE / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "static/"
STATICFILES_DIRS = [HERE / "static"]
STATIC_ROOT = ENVIRONMENT.home / "static"
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_AUTOREFRESH = False

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING_CONFIG = "fairpanel.website.logs.configure"
# Django calls the function above only where this is not empty.
LOGGING = {"version": 1}

UNFOLD = {
    "SITE_TITLE": "Fairpanel",
    "SITE_HEADER": "Fairpanel",
    "SITE_SYMBOL": "receipt_long",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("icons/mark.svg")}],
    "SHOW_HISTORY": True,
    # The greens of `static/tokens.css`, from the lightest to the darkest.
    "COLORS": {
        "primary": {
            "50": "#eef7f3",
            "100": "#e0f1ea",
            "200": "#bfe2d4",
            "300": "#93cdb7",
            "400": "#5bb08f",
            "500": "#2f9170",
            "600": "#167556",
            "700": "#0b5d44",
            "800": "#084a37",
            "900": "#063b2c",
            "950": "#03241b",
        }
    },
    "SIDEBAR": {"show_search": False, "show_all_applications": False, "navigation": "fairpanel.console.menu.menu"},
}
