"""Settings of the news archive: safe by default, changed through environment variables.

docs/configuration.md lists every variable; :mod:`newsarchive.env` reads them strictly.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import env
from .logs import FORMATS
from .private_files import keep_private

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("ARCHIVE_DATA_DIR", BASE_DIR / "var")
keep_private(DATA_DIR)

UPLOADS_DIR = env.folder("ARCHIVE_UPLOADS_DIR", None)
"""The folder of uploads until they are imported; None: in the data folder."""

SITE_NAME = env.text("SITE_NAME", "") or _("News archive")
"""The archive's name in the masthead, titles, feeds and citations: as given, in every language.
Without one, a translated "News archive"."""

DEBUG = env.flag("DEBUG", default=False)
HTTPS = env.flag("HTTPS", default=False)
SECRET_KEY = env.secret_key("SECRET_KEY", DATA_DIR / "secret_key")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
"""Proxies in front of this server that are believed about a request's origin and scheme."""

INSTALLED_APPS = [
    "newsarchive.apps.ArchiveAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    # Not "django_jalali": its fields need no app, and the app brings an old jQuery for the admin.
    "simple_history",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "newsarchive.sign_ins.SignInsConfig",
    "articles",
]

MIDDLEWARE = [
    "newsarchive.request_log.RequestLogMiddleware",
    # Before anything reads proxy headers.
    "newsarchive.middleware.TrustedProxiesMiddleware",
    "newsarchive.middleware.HeadWithoutBodyMiddleware",
    "newsarchive.middleware.BrowserPoliciesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # After WhiteNoise, whose files are compressed when they are collected.
    "django.middleware.gzip.GZipMiddleware",
    "newsarchive.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
    "newsarchive.middleware.CutOffRequestsMiddleware",
    "newsarchive.middleware.OutageMiddleware",
    # Last: after a failure of a replica it repeats only the view.
    "newsarchive.replicas.ReplicasMiddleware",
]

ROOT_URLCONF = "newsarchive.urls"
WSGI_APPLICATION = "newsarchive.wsgi.application"
ASGI_APPLICATION = "newsarchive.asgi.application"

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
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja2"],
        "OPTIONS": {"environment": "articles.fragments.environment"},
    },
]

# Whether this process brings the search index up to date after each commit. When off, run
# "manage.py search_index --update" now and then.
SEARCH_INDEX = env.flag("SEARCH_INDEX", default=True)

SEARCH_CLUSTER = env.search_cluster("SEARCH_URL")
"""Where an OpenSearch cluster keeps the search index; None: it is embedded, in the data folder."""

DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR / "archive.sqlite3")}
REPLICAS = env.replicas("DATABASE_REPLICAS", DATABASES["default"])
"""Replicas of the default database, by alias; readers' pages are read from them."""
DATABASES |= REPLICAS
DATABASE_ROUTERS = ["newsarchive.replicas.ReplicaRouter"] if REPLICAS else []
REPLICA_MAX_LAG = env.number("REPLICA_MAX_LAG", 10, minimum=1)
"""Seconds; a replica that is further behind is not used."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # The latest pages of each server process: articles.views.site.http_cache.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 128},
    },
    # Pictures of links, some 15 KB each: articles.views.article.picture.
    "pictures": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pictures",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 256},
    },
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]

# An address with this many failures to sign in, without such a pause, is locked out until the pause
# has passed. Names are not locked: otherwise anyone who knows a name could lock its owner out.
# Counted in the database for all processes. A success does not reset the count: otherwise the owner
# of one account could try others without limit.
LOGIN_FAILURES = env.number("LOGIN_FAILURES", 10, minimum=1)
LOGIN_PAUSE_MINUTES = env.number("LOGIN_PAUSE_MINUTES", 15, minimum=1)
LOGIN_PAUSE = timedelta(minutes=LOGIN_PAUSE_MINUTES)
AXES_FAILURE_LIMIT = LOGIN_FAILURES
AXES_COOLOFF_TIME = LOGIN_PAUSE
AXES_LOCKOUT_PARAMETERS = ["ip_address"]
AXES_CLIENT_IP_CALLABLE = "newsarchive.proxies.client_network"
AXES_USERNAME_CALLABLE = "newsarchive.sign_ins.name_tried"
AXES_LOCKOUT_CALLABLE = "articles.views.site.errors.locked_out"
AXES_RESET_ON_SUCCESS = False
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False  # articles.admin.sign_ins shows them
AXES_VERBOSE = False

METRICS_TOKEN = env.text("METRICS_TOKEN", "")
"""With this token, ``/metrics`` answers; without one it is not there."""
METRICS_PORT = env.number("METRICS_PORT", 0, minimum=0)
"""On this port of the loopback address it answers without one; with neither, nothing is counted."""

OIDC_ISSUER = env.text("OIDC_ISSUER", "")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.text("OIDC_CLIENT_SECRET", "")
OIDC_NAME = env.text("OIDC_NAME", "OpenID Connect")
"""The server where staff may sign in too, how it knows this site, and what its button is called."""

SECOND_FACTOR_ROLES = env.items(
    "SECOND_FACTOR_ROLES", [], lambda item: len(item) <= 150, "a list of names of groups"
)
"""Groups whose members, and whether superusers, sign in with a second factor; others may."""

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "newsarchive.passwords.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "fa"
LANGUAGES = [("fa", _("Persian")), ("ar", _("Arabic"))]
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "articles" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone("TIME_ZONE", "Asia/Tehran")

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
UPLOADS_STORAGE = env.storage("UPLOADS_STORAGE")
CAPTURES_STORAGE = env.storage("CAPTURES_STORAGE")
BACKUPS_STORAGE = env.storage("BACKUPS_STORAGE")
BACKUP_DIR = env.folder("BACKUP_DIR", None)
"""The folder of scheduled backups; None: the store ``BACKUPS_STORAGE``."""
BACKUP_KEEP = env.keep_rules("BACKUP_KEEP", is_possible=bool(BACKUP_DIR or BACKUPS_STORAGE))
"""Which backups are kept, such as ``7d,4w,12m``; empty: the worker makes none."""
TIMESTAMP_AUTHORITY = env.text("TIMESTAMP_AUTHORITY", "")
"""The address of an authority that stamps the heads of the transparency log (RFC 3161); empty:
none is asked."""
DATASET_DIR = env.folder("DATASET_DIR", DATA_DIR / "dataset")
"""Where ``export_dataset`` writes, unless it is told, and what ``/data/`` offers."""
DATASET_LICENCE = env.text("DATASET_LICENCE", "")
"""What may be done with the dataset, as the operator says; empty: nothing is said."""
BACKUP_HOURS = env.number("BACKUP_HOURS", 24, minimum=1)
STORAGES: dict[str, dict[str, Any]] = {
    "uploads": UPLOADS_STORAGE or {"BACKEND": "newsarchive.uploads_storage.UploadsFolder"},
    # Without this store, the bytes of captures are in the database.
    **({"captures": CAPTURES_STORAGE} if CAPTURES_STORAGE else {}),
    **({"backups": BACKUPS_STORAGE} if BACKUPS_STORAGE else {}),
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "newsarchive.static_files.OneStylesheetStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

MAX_ITEM_BYTES = env.number("MAX_ITEM_BYTES", 8 * 1024 * 1024, minimum=1024)
"""The most bytes of one item of a dump; a larger one is rejected as ``too_large``."""
MAX_PARSE_SECONDS = env.number("MAX_PARSE_SECONDS", 2, minimum=0)
MAX_PARSE_MEMORY = env.number("MAX_PARSE_MEMORY", 512 * 1024 * 1024, minimum=0)
"""Seconds of processor time and bytes of memory that reading one item may take; one that takes more
is rejected as ``too_costly``. 0 sets no limit."""

MAX_UPLOAD_BYTES = env.number("MAX_UPLOAD_BYTES", 512 * 1024 * 1024, minimum=1024)
"""All files of one upload in the admin together, counted as they arrive."""
MAX_UPLOAD_FILES = env.number("MAX_UPLOAD_FILES", 200_000, minimum=1)
"""The most files that may come out of one upload's archives; as many others may be skipped."""
MAX_UNPACKED_BYTES = env.number("MAX_UNPACKED_BYTES", 4 * 1024 * 1024 * 1024, minimum=1024)
"""The most bytes that may come out of one upload, unpacked."""
MAX_PUSH_BYTES = env.number("MAX_PUSH_BYTES", 16 * 1024 * 1024, minimum=1024)
"""The most bytes of one push of items by a program, also unpacked."""
UPLOAD_DAYS = env.number("UPLOAD_DAYS", 7, minimum=1)
IMPORT_ROOTS = env.folders("IMPORT_ROOTS")
"""Folders of the server from which staff may import in the admin."""
FETCH_AGENT = env.text("FETCH_AGENT", "NewsArchive")
"""By what name this archive asks for feeds and pages; say there how to reach you."""
FETCH_SECONDS = env.number("FETCH_SECONDS", 30, minimum=1)
FETCH_BYTES = env.number("FETCH_BYTES", 16 * 1024 * 1024, minimum=1024)
FETCH_PAUSE = env.number("FETCH_PAUSE", 2, minimum=0)
"""Seconds and bytes of one answer, and seconds between two requests to a host."""
FETCH_PRIVATE = env.flag("FETCH_PRIVATE", default=False)
"""Whether machines of this network may be asked too."""
DATA_UPLOAD_MAX_NUMBER_FILES = 5_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
"""The form of an article has some fields for each of its figures and related stories."""

SEARCHES_PER_MINUTE = env.number("SEARCHES_PER_MINUTE", 120, minimum=0)
"""Searches per minute and address, on the page and as feeds; 0: no limit."""
SUGGESTIONS_PER_MINUTE = env.number("SUGGESTIONS_PER_MINUTE", 600, minimum=0)
PUSHES_PER_MINUTE = env.number("PUSHES_PER_MINUTE", 120, minimum=0)
"""Pushes per minute and token; the same for requests without a token, by address."""
HARVESTS_PER_MINUTE = env.number("HARVESTS_PER_MINUTE", 120, minimum=0)
API_READS_PER_MINUTE = env.number("API_READS_PER_MINUTE", 120, minimum=0)
API_TOKEN_READS_PER_MINUTE = env.number("API_TOKEN_READS_PER_MINUTE", 1_200, minimum=0)
"""Requests that read by the API per minute, of an address and of a token."""

OAI_EMAIL = env.text("OAI_EMAIL", "")
"""Whom harvesters of OAI-PMH may write to; empty: the address from which the archive sends mail."""

RESETS_PER_MINUTE = env.number("RESETS_PER_MINUTE", 5, minimum=0)
"""Requests per minute and address for the link with which a forgotten password is chosen anew."""

# The prefix makes browsers accept these cookies only from this host and only over HTTPS.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
# Monitoring asks the processes directly, without HTTPS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
# TrustedProxiesMiddleware keeps this header only from trusted proxies.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SIMPLE_HISTORY_REVERT_DISABLED = False

SLOW_QUERY_MS = env.number("SLOW_QUERY_MS", 1000, minimum=0)
"""Queries of a request that take at least this long are logged; 0: none."""
READY_INDEX_LAG = env.number("READY_INDEX_LAG", 10_000, minimum=0)
"""/readyz answers 503 if the search index is more than this many changes behind."""

SITE_URL = env.text("SITE_URL", "").rstrip("/")
"""How others reach this site, such as ``https://archive.example``: for links in mails."""

MAIL_SERVER = env.mail_server("EMAIL_URL")
"""Takes the mails of this site; None: it sends none."""
EMAIL_HOST = MAIL_SERVER.host if MAIL_SERVER else ""
EMAIL_PORT = MAIL_SERVER.port if MAIL_SERVER else 25
EMAIL_HOST_USER = MAIL_SERVER.user if MAIL_SERVER else ""
EMAIL_HOST_PASSWORD = MAIL_SERVER.password if MAIL_SERVER else ""
EMAIL_USE_TLS = bool(MAIL_SERVER and MAIL_SERVER.security == "starttls")
EMAIL_USE_SSL = bool(MAIL_SERVER and MAIL_SERVER.security == "tls")
EMAIL_TIMEOUT = 20
EMAIL_FROM = env.text("EMAIL_FROM", "")
DEFAULT_FROM_EMAIL = EMAIL_FROM or f"archive@{ALLOWED_HOSTS[0]}"
WEBHOOK_PRIVATE = env.flag("WEBHOOK_PRIVATE", default=False)
"""Whether webhooks may be machines of this network."""

WATCH_BACKUP_DAYS = env.number("WATCH_BACKUP_DAYS", 8, minimum=0)
WATCH_CHECK_DAYS = env.number("WATCH_CHECK_DAYS", 15, minimum=0)
"""After so many days without a backup, or without verify_archive, staff are told; 0: never."""
WATCH_DISK_PERCENT = env.number("WATCH_DISK_PERCENT", 5, minimum=0)
"""Staff are told when less than this part of a disk is free."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": FORMATS[env.choice("LOG_FORMAT", "text", FORMATS)],
            "secrets": [
                SECRET_KEY,
                *(each.get("PASSWORD", "") for each in DATABASES.values()),
                EMAIL_HOST_PASSWORD,
                OIDC_CLIENT_SECRET,
                SEARCH_CLUSTER.password if SEARCH_CLUSTER else "",
                *env.secrets_of(UPLOADS_STORAGE),
                *env.secrets_of(CAPTURES_STORAGE),
                *env.secrets_of(BACKUPS_STORAGE),
            ],
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["refusals_in_one_line"],
        }
    },
    "filters": {"refusals_in_one_line": {"()": "newsarchive.logs.RefusalsInOneLine"}},
    "root": {
        "handlers": ["console"],
        "level": env.choice("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR")),
    },
    "loggers": {
        # Its warnings are answers that are expected: “there is no index yet”.
        "opensearch": {"level": "ERROR"},
        "newsarchive.requests": {
            "level": "INFO" if env.flag("LOG_REQUESTS", default=False) else "WARNING"
        },
    },
}
