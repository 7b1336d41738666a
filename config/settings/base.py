"""What every setting file shares. The variables and their meanings: docs/operations/settings.md."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from config import env
from config.settings.accounts import *  # noqa: F403 -- one settings file, in two

BASE_DIR = Path(__file__).resolve().parent.parent.parent

DEBUG = False
DEPLOYED = False  # a real house: `manage.py serve` then asks for what `check --deploy` asks for
DESIGN_PAGE = False  # /design/ shows every component; for those who build the house
DEMO = False  # a demo house: rehearsals are shown to everybody, the demo accounts exist
SECRET_KEY = env.text("SECRET_KEY", "")
PORT = env.number("PORT", 8000, least=1, most=65535)  # where `manage.py serve` listens
SITE_URL = env.origin("SITE_URL", f"http://localhost:{PORT}")
# A page may open a socket from these, too: without a SITE_URL of its own, the other name of this machine.
_other_names = [] if "SITE_URL" in os.environ else [f"http://127.0.0.1:{PORT}"]
EXTRA_ORIGINS = [env.check_origin("EXTRA_ORIGINS", value) for value in env.words("EXTRA_ORIGINS", _other_names)]
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", [])
CSRF_TRUSTED_ORIGINS = [SITE_URL, *EXTRA_ORIGINS]
# How many of our own proxies stand before the server; 0 means that forwarded addresses are never believed.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
WEB_PROCESSES = env.number("WEB_PROCESSES", 1, least=1)  # how many of them serve this site; above 1 they need Redis

INSTALLED_APPS = [
    "daphne",
    "procrastinate.contrib.django",
    "config",
    "editorial",
    "drops",
    "challenges.ceremonies",
    "challenges.juries",
    "challenges.qdefis",
    "ideas.creations",
    "ideas.ballots",
    "ideas.box",
    "community.gatherings",
    "community.discussions",
    "community.moderation",
    "community.data_rights",
    "community.push",
    "community.webhooks",
    "community.recognition",
    "community.notices",
    "community.members",
    "community.search",
    "community.pictures",
    "community.mail",
    "community.universes",
    "community.text",
    "realtime",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.sites",
    "editorial.apps.StaffConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servestatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "config.middleware.RequestIdMiddleware",
    "config.middleware.NullMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.csp.HouseCSPMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "community.members.middleware.SecondFactorMiddleware",
    "community.members.middleware.LapsedBanMiddleware",
    "community.members.middleware.LastSeenMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"

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
]

# One database, PostgreSQL. Under ASGI connections come from a pool: kept ones would leak, one a thread.
DATABASES = {
    "default": env.database("DATABASE_URL")
    | {
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": env.number("DATABASE_POOL", 10, least=2), "timeout": 10}},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis("REDIS_URL")
if REDIS_URL:
    CACHES: dict[str, dict[str, Any]] = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
    CHANNEL_LAYERS = {
        "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    }
else:
    # Limits are counted here, too: with Django's 300 entries a flood of addresses would push the counts out.
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
    }
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
# What each process remembers for itself, so that it does not ask or write again.
CACHES["own"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "own"}

# The wire's limits; all of them with their defaults and meanings: realtime/conf.py.
REALTIME = {
    "sockets_per_member": env.number("SOCKETS_PER_MEMBER", 10, least=1),
    "sockets_per_address": env.number("SOCKETS_PER_ADDRESS", 200, least=1),
    "too_large": "413.html",
}

# How long a piece is set aside for who may order it, and how old an account must be to claim one.
HOLD_DURATION = timedelta(minutes=env.number("HOLD_MINUTES", 15, least=1, most=45))
CLAIM_ACCOUNT_AGE = timedelta(days=env.number("CLAIM_ACCOUNT_AGE_DAYS", 0))

# How many ideas under way a member may support at once: newcomers, members, regulars, guides. Empty: all they like.
IDEA_SUPPORTS = env.numbers("IDEA_SUPPORTS", [], length=4)

# Push: which services browsers may be reached by, and the key that our pushes are signed with.
PUSH_SERVICES = env.words(
    "PUSH_SERVICES",
    [
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "*.push.services.mozilla.com",
        "*.notify.windows.com",
        "web.push.apple.com",
        "*.push.apple.com",
    ],
)
PUSH_PRIVATE = env.flag("PUSH_PRIVATE", default=False)
# Webhooks to this machine, by http, too: for who writes the other end.
WEBHOOK_LOOPBACK = env.flag("WEBHOOK_LOOPBACK", default=False)
VAPID_PRIVATE_KEY = env.text("VAPID_PRIVATE_KEY", "")
VAPID_SUBJECT = env.text("VAPID_SUBJECT", "")

# How many envelopes a member gets a day by each channel; what is beyond waits for the morning, or is left.
NOTICE_CAPS = {
    "mail": env.number("NOTICE_MAILS_A_DAY", 10, least=1),
    "push": env.number("NOTICE_PUSHES_A_DAY", 30, least=1),
}

API_REQUESTS_A_MINUTE = env.number("API_REQUESTS_A_MINUTE", 120, least=1)
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_THROTTLE_CLASSES": ["config.pace.ApiPace"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    # Forwarded addresses are believed only as far as our own proxies wrote them.
    "NUM_PROXIES": TRUSTED_PROXIES,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Qommunity",
    "DESCRIPTION": "What pages know, for machines. Live data comes over /ws/ (docs/protocol.md).",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_PUBLIC": True,
    "ENABLE_DJANGO_DEPLOY_CHECK": False,  # it would describe Wagtail's admin, too, which is no API of ours
}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("français")), ("de", _("allemand")), ("en", _("anglais"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Zurich"

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
JOINED_STATIC = BASE_DIR / ".local" / "static"  # the joined style sheet, as development serves it
# Straight from `static/` and the apps, found anew at each request; production serves collected, hashed files.
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_AUTOREFRESH = True
SERVESTATIC_ALLOW_ALL_ORIGINS = False

# Nothing inline, nothing from elsewhere. config/csp.py loosens it under /atelier/ alone.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        # Some browsers do not count a socket of the same host as 'self'.
        "connect-src": ["'self'", *(origin.replace("http", "ws", 1) for origin in [SITE_URL, *EXTRA_ORIGINS])],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
    }
}
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / ".local" / "media")))
MEDIA_URL = "/media/"

vars().update(env.email("EMAIL_URL", "consolemail://"))
EMAIL_TIMEOUT = 10  # seconds; a server of mails that does not answer keeps nobody
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Qlock <bonjour@localhost>")
# Who delivers our mails signs with it what became of them; without it nobody is listened to (community/mail/api.py).
MAIL_WEBHOOK_SECRET = env.secret("MAIL_WEBHOOK_SECRET", "")

WAGTAIL_SITE_NAME = "Qlock"
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True  # a theme's address is plain, like all others
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_BASE_URL = SITE_URL
# One login, allauth's; names, addresses and passwords are kept there too.
WAGTAIL_FRONTEND_LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "/comptes/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_WORKFLOW_ENABLED = False  # who may write here may publish
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Nothing is asked of other servers.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("de", "Deutsch"), ("en", "English")]
WAGTAIL_USER_TIME_ZONES = ["Europe/Zurich", "UTC"]
# The admin needs its documents; ours are for the staff alone (editorial/back_office.py serves them).
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 24_000_000
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpg", "jpeg", "png", "webp"]
