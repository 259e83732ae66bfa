"""Settings of the web application; each comes from one environment variable.

`docs/settings.md` lists them all. Secrets are not among them: they are in the key file.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

HERE = Path(__file__).resolve().parent


def _flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "yes" if default else "no").lower()
    if value not in {"yes", "no", "true", "false", "1", "0"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; write yes or no.")
    return value in {"yes", "true", "1"}


def _key_file() -> Path:
    if path := os.environ.get("HOLDFAST_KEYS"):
        return Path(path)
    if folder := os.environ.get("CREDENTIALS_DIRECTORY"):
        return Path(folder) / "holdfast-keys"
    return DATA / "keys.json"


def _derived_secret(purpose: str) -> str:
    """Derive Django's own secret from the key file; without one nothing can be signed in to."""
    import secrets

    from holdfast.web.sealing.keyring import NoKeys, parse

    try:
        return parse(KEY_FILE.read_text()).derived(purpose).hex()
    except (OSError, NoKeys):
        return secrets.token_hex(32)


DATA = Path(os.environ.get("HOLDFAST_DATA", "var")).resolve()
DEMONSTRATION = _flag("HOLDFAST_DEMONSTRATION")
KEY_FILE = _key_file()
OUTSIDE = Path(os.environ.get("HOLDFAST_OUTSIDE", DATA / "outside"))
SECRET_KEY = _derived_secret("django")
DEBUG = False
TLS = _flag("HOLDFAST_TLS")
HOST = os.environ.get("HOLDFAST_HOST", "localhost")
ALLOWED_HOSTS = [HOST, "localhost", "127.0.0.1", "[::1]"]
BASE_URL = os.environ.get("HOLDFAST_URL", "http://localhost:8000")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "holdfast.web.sealing",
    "holdfast.web.audit",
    "holdfast.web.jobs",
    "holdfast.web.accounts",
    "holdfast.web.vault",
    "holdfast.web.practice",
    "holdfast.web.frame",
    "holdfast.web.alliance",
    "holdfast.web.codes",
    "holdfast.web.screening",
    "holdfast.web.transference",
    "holdfast.web.consultation",
    "holdfast.web.endings",
    "holdfast.web.portal",
    "holdfast.web.home",
    "holdfast.web.running",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "holdfast.web.accounts.headers.say_what_may_load",
    "holdfast.web.accounts.charset.refuse_other_charsets",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "holdfast.web.practice.clock.take_the_time",
    "holdfast.web.accounts.answers.put_aside",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "holdfast.web.alliance.handed.keep_to_the_form",
    "holdfast.web.vault.keys.carry_the_other_half",
    "holdfast.web.accounts.doors.Doorkeeper",
    "holdfast.web.accounts.answers.ShowAgain",
]

ROOT_URLCONF = "holdfast.web.urls"
WSGI_APPLICATION = "holdfast.web.wsgi.application"
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
                "holdfast.web.home.place.place",
            ],
        },
    }
]
FORM_RENDERER = "holdfast.web.home.rendering.Renderer"


def _database() -> dict[str, Any]:
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{DATA / 'holdfast.sqlite3'}"
    found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600))
    if "sqlite3" in found["ENGINE"]:
        # IMMEDIATE, because two deferred transactions that both come to write fail each other;
        # secure_delete, because an erased key must not linger in a free page.
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-64000;",
        }
    else:
        # Server-side binding keeps values out of the statement text, and so out of its log.
        # A page asks the same of the database at every request: what was asked five times on a
        # connection is not parsed and planned again (docs/benchmarks-web.md says what that saves).
        found["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 5}
    return found


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["holdfast.web.accounts.backend.AccountsBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LOCALE_PATHS = [HERE / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

SESSION_ENGINE = "holdfast.web.accounts.session_store"
SESSION_COOKIE_NAME = "__Host-session" if TLS else "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
CSRF_COOKIE_NAME = "__Host-csrf" if TLS else "csrf"
CSRF_COOKIE_HTTPONLY = True
VAULT_COOKIE_NAME = "__Host-vault" if TLS else "vault"
ANSWERS_COOKIE_NAME = "__Host-answers" if TLS else "answers"
CSRF_FAILURE_VIEW = "holdfast.web.accounts.views.writing.too_old"
# Django is told that TLS stands before it; without that it would hold its own forms for foreign.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False
X_FRAME_OPTIONS = "DENY"

LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

# An uploaded file is held in memory up to a size and never lies on disk in the clear.
FILE_UPLOAD_HANDLERS = ["holdfast.web.practice.importing.uploads.InMemory"]

# What a page may load and do: everything from this address, nothing inline, nobody else's.
CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
PERMISSIONS_POLICY = (
    "camera=(), microphone=(), geolocation=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)"
)

# Letters: neutral by default. A letter that cannot be sent is tried again, then left for a person.
EMAIL_HOST = os.environ.get("HOLDFAST_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("HOLDFAST_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("HOLDFAST_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("HOLDFAST_MAIL_PASSWORD", "")
EMAIL_USE_TLS = _flag("HOLDFAST_MAIL_STARTTLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("HOLDFAST_MAIL_FROM", f"no-reply@{HOST}")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"place_only": {"()": "holdfast.web.audit.logs.PlaceOnly"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "place_only"}},
    "root": {"handlers": ["lines"], "level": "WARNING"},
    # Django's own handlers would mail or print whole requests.
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        # A page that is not there is no error, and asking for many would fill the log.
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
    },
}
