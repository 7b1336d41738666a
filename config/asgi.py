"""The ASGI application, whichever server carries it: the door, behind it the pages and the socket at `/ws/`."""

import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
pages: Any = get_asgi_application()

from realtime import asgi  # noqa: E402 -- needs the apps to be set up

application = asgi.application(pages)
