"""Settings of the portal. Every one that differs between places comes from the environment.

`DATA_DIR`      where the first run keeps its database, its keys and its sockets (default: `var/`)
`DATABASE_URL`  a PostgreSQL of your own; without it the embedded one under `DATA_DIR`
`WEB_DATABASE_URL`  the same with a login for the web server, see decision 0009
`REDIS_URL`     a Valkey or Redis of your own; without it the embedded one under `DATA_DIR`
`CHECKPOINTS`   where the signed roots of the audit trail are kept (default: under `DATA_DIR`)
`BASE_URL`      the address that people type (default: `http://localhost:8000`)
`SEAL_KEY`      PEM: the key (RSA) that seals letters, its certificate, those of who issued it
`DEBUG`         `1` while developing
`CONFIRM_AFTER` seconds after which an act with legal effect asks again who it is (default: 3600)
`SECOND_FACTOR_SINCE` a day in place of those of the policy (default: the policy's; `DEMO`: never)
`DEMO`          `1` where the cast plays: a national identity provider of our own lets them in
`PUSH_ALSO_TO`  receivers that are called without https, also private ones: `host:port` with commas
"""

import os
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.utils.translation import gettext_lazy as _

from portal.embedded.places import WEB, Places
from portal.embedded.secrets import identity_provider_key, secret_key
from portal.schedule import SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
PLACES = Places.from_environment(BASE_DIR)

DEBUG = os.environ.get("DEBUG") == "1"
SECRET_KEY = secret_key(PLACES)
BASE_URL = os.environ.get("BASE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}")
SECURE = BASE_URL.startswith("https:")
ALLOWED_HOSTS = [urlsplit(BASE_URL).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# Who gives this portal: another administration changes these lines and static/styles/_brand.scss.
SERVICE_NAME = os.environ.get("SERVICE_NAME", "Solida")
SERVICE_PROMISE = _("Tell us once.")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_forms_gds",
    "csp",
    "django_htmx",
    "portal",
    "declarations",
    "benefits",
    "casework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.pages.edge.CleanInputMiddleware",
    "portal.exchange.middleware.InterfaceMiddleware",  # what follows is for pages
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.access.middleware.CapacityMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.pages.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "portal.templatetags.solida"],
        },
    },
]

# One database, two roles: the web server owns nothing, and row security binds it. With a
# PostgreSQL of one's own it has a login of its own, or else steps down once it is connected.
SERVES = os.environ.get("SERVES") == "1"  # said by portal/wsgi.py
_OWNER_URL = os.environ.get("DATABASE_URL")
_WEB_URL = os.environ.get("WEB_DATABASE_URL") or _OWNER_URL or PLACES.web_database_url
# The connection stays open between requests and plans are kept by the server.
DATABASES = {
    "default": dj_database_url.parse(
        _WEB_URL if SERVES else _OWNER_URL or PLACES.database_url,
        conn_max_age=600,
        conn_health_checks=True,
    ),
}
# A server that cannot be reached must not hold a page: give up within seconds.
DATABASES["default"].setdefault("OPTIONS", {}).update(
    application_name="solida",
    connect_timeout=3,
    tcp_user_timeout=10_000,
    server_side_binding=True,
    prepare_threshold=5,  # times that a query is seen before its plan is kept
)
# What a host held that is gone without a word, the server lets go of within half a minute.
_SESSION = [
    "-c tcp_keepalives_idle=10",
    "-c tcp_keepalives_interval=5",
    "-c tcp_keepalives_count=3",
]
if SERVES:
    DATABASES["default"]["OPTIONS"]["assume_role"] = WEB
    # Nobody waits longer for a page, and no page holds up others.
    _SESSION += [
        "-c statement_timeout=60s",
        "-c lock_timeout=10s",
        "-c idle_in_transaction_session_timeout=60s",
    ]
DATABASES["default"]["OPTIONS"]["options"] = " ".join(_SESSION)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = ["portal.access.backend.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "portal.access.adapter.AccountAdapter"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/ip,5/5m/key"}

# Every change of how one signs in is told by mail.
ACCOUNT_EMAIL_NOTIFICATIONS = True

# A second factor beside the password: an app, passkeys, and recovery codes for when they are lost.
MFA_ADAPTER = "portal.access.second_factor.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SERVICE_NAME
MFA_TOTP_TOLERANCE = 1  # a clock may be off by half a minute
MFA_FORMS = {
    "authenticate": "portal.access.second_factor.forms.AuthenticateForm",
    "reauthenticate": "portal.access.second_factor.forms.ReauthenticateForm",
    "activate_totp": "portal.access.second_factor.forms.ActivateTOTPForm",
    "add_webauthn": "portal.access.second_factor.forms.AddPasskeyForm",
    "edit_webauthn": "portal.access.second_factor.forms.EditPasskeyForm",
}

CONFIRM_AFTER = int(os.environ.get("CONFIRM_AFTER", "3600"))

# Who says, by OpenID Connect, which person signs in; without an issuer there is no such door. The
# demo is its own: anybody can be anybody of the cast there.
DEMO = os.environ.get("DEMO") == "1"
# Where the cast plays a first look must need no telephone: its passwords are enough.
_since = os.environ.get("SECOND_FACTOR_SINCE", "9999-12-31" if DEMO else "")
SECOND_FACTOR_SINCE = date.fromisoformat(_since) if _since else None
DEMO_PROVIDER = DEMO and "NATIONAL_ISSUER" not in os.environ
NATIONAL_PROVIDER: dict[str, Any] = {
    "issuer": os.environ.get("NATIONAL_ISSUER", f"{BASE_URL}/demo/national" if DEMO else ""),
    "client_id": os.environ.get("NATIONAL_CLIENT_ID", "solida"),
    "client_secret": os.environ.get("NATIONAL_CLIENT_SECRET", "national-demo-secret"),
    "scope": os.environ.get("NATIONAL_SCOPE", "openid profile"),
    "claim": os.environ.get("NATIONAL_CLAIM", "egovNRN"),  # which holds the national number
    "seconds": 5,  # for which we wait for an answer
}
NATIONAL_ORIGIN = "/".join(NATIONAL_PROVIDER["issuer"].split("/")[:3])  # scheme and host

# The signed roots of the audit trail are best kept where who runs the database cannot write.
# Who pays benefits, and where the orders to the bank are kept, apart from the database.
PAYER = {
    "name": os.environ.get("PAYER_NAME", SERVICE_NAME),
    "iban": os.environ.get("PAYER_IBAN", "BE71096123456769"),  # a published sample
}
PAYMENTS_PATH = Path(os.environ.get("PAYMENTS") or PLACES.data / "payments")

CHECKPOINTS = Path(os.environ.get("CHECKPOINTS") or PLACES.data / "checkpoints")
TRAIL_ORIGIN = os.environ.get("TRAIL_ORIGIN", "")  # its name for ever, such as `example.be/trail`

# Applications (payroll software, institutions) sign in with OAuth2 client credentials.
IDP_OIDC_PRIVATE_KEY = identity_provider_key(PLACES)
IDP_OIDC_ADAPTER = "portal.access.adapter.ApplicationAdapter"
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 600

# Receivers of pushes that may be called though they are private and without https: "host:port",
# several with commas between. Nobody else is called but by https at a public address.
PUSH_ALSO_TO = frozenset(filter(None, os.environ.get("PUSH_ALSO_TO", "").split(",")))

# Without a mail server of your own, mails are files that nobody but the operator reads.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
if not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = PLACES.data / "mail"

SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_SECURE = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_SSL_REDIRECT = False  # the proxy in front does that
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        # A form that must be confirmed first may lead on to the national identity provider.
        "form-action": ["'self'", *filter(None, [NATIONAL_ORIGIN])],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

# What comes in is capped: a file of declarations is the largest thing that anybody sends.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# In the database, so that all processes count the same tries to sign in.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"
FORMAT_MODULE_PATH = "portal.formats"

STATIC_URL = "/static/"
STATIC_ROOT = PLACES.data / "static"
STATICFILES_DIRS = [BASE_DIR / "static" / "public"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"
# Widgets that the form pack does not know by itself look like its text input.
CRISPY_CLASS_CONVERTERS = {
    f"{widget}input": "govuk-input" for widget in ("number", "date", "url", "tel")
}

CELERY_BROKER_URL = os.environ.get("REDIS_URL") or PLACES.broker_url
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A killed worker's tasks come back within seconds; none runs longer than the time limit.
    "visibility_timeout": 600,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    # A broker that is away must not hold a citizen's page: the row is stored, the bell can wait.
    "max_retries": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
}
CELERY_BEAT_SCHEDULE = SCHEDULE

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
