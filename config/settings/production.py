"""A real house. Whatever is missing or wrong stops the start with one sentence."""

from config import env, logs
from config.settings.base import *  # noqa: F403 -- a settings file extends the other

DEPLOYED = True
SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", sentence="it must name the site's hosts, such as qlock.example")
SITE_URL = env.origin("SITE_URL")
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", sentence="it must be like Qlock <bonjour@qlock.example>")

# HTTPS everywhere. Whether a request came by it is said by realtime's door alone, which believes TRUSTED_PROXIES and
# takes the proxies' headers away: there is nothing left for SECURE_PROXY_SSL_HEADER to believe.
SECURE_SSL_REDIRECT = env.flag("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by machines that stand beside the server
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.flag("HSTS_SUBDOMAINS", default=False)
# Subdomains may be somebody else's; whether HSTS covers them is the house's decision, not a warning.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# The prefix makes browsers refuse such a cookie from a subdomain, over plain HTTP or for a path.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.storage.HouseStaticFilesStorage"},
}
SERVESTATIC_USE_FINDERS = SERVESTATIC_AUTOREFRESH = False  # what `manage.py collectstatic` gathered, once
LOGGING = logs.setup("json", env.choice("LOG_LEVEL", logs.LEVELS, "INFO"))
