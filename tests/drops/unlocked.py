"""The site with its lock taken away: the control of the rush. Only tests name it; shipped code has no such switch."""

import django

django.setup()

from config.asgi import application  # noqa: E402, F401 -- carried by the server process
from drops.actions import settlement  # noqa: E402

settlement.LOCK_DROPS = settlement.LOCK_DROPS.replace("FOR UPDATE", "")
