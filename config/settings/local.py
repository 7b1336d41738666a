"""One machine, one command: `make run`. Never for a server that others can reach."""

import os

from config import embedded, env, logs

embedded.provide_database()  # before the base settings read DATABASE_URL

from community.push.keys import kept_key  # noqa: E402 -- it needs no settings
from config.settings.base import *  # noqa: E402, F403 -- a settings file extends the other

DEBUG = env.flag("DEBUG", default=False)  # our own error pages, as everybody sees them
DEMO = env.flag("DEMO", default=True)
DESIGN_PAGE = True
# The style sheet joined as in production, for a first paint like there; the other files as they are written.
JOINED_STATIC.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [JOINED_STATIC, *STATICFILES_DIRS]
STATICFILES_FINDERS = ["config.storage.JoiningFinder", "django.contrib.staticfiles.finders.AppDirectoriesFinder"]
SECRET_KEY = env.text("SECRET_KEY", "local-only-and-known-to-everybody-who-reads-this-file")
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
LOGGING = logs.setup("lines", env.choice("LOG_LEVEL", logs.LEVELS, "WARNING"))
if "EMAIL_URL" not in os.environ:
    EMAIL_BACKEND = "config.mail.PrintingBackend"
STAFF_SECOND_FACTOR = False  # a machine of one's own
IDEA_SUPPORTS = IDEA_SUPPORTS or [3, 20, 30, 40]  # so that the demo shows what it looks like
VAPID_PRIVATE_KEY = VAPID_PRIVATE_KEY or kept_key(BASE_DIR / ".local" / "vapid.key")
VAPID_SUBJECT = VAPID_SUBJECT or "mailto:bonjour@demo.example"
