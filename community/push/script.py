"""`/sw.js`: the script beside this one, with what it has to know of this house before its first line."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from community.push.keys import public_key_of


def service_worker() -> str:
    """The whole script. Its version is that of its words: browsers take a script that differs by one byte."""
    house = {
        "key": public_key_of(settings.VAPID_PRIVATE_KEY) if settings.VAPID_PRIVATE_KEY else "",
        "icon": static("img/icon-192.png"),
        "badge": static("img/badge-96.png"),
        "renewal": reverse("renewal"),
        "words": {language: _words(language) for language, _name in settings.LANGUAGES},
    }
    told = json.dumps(house, ensure_ascii=False)
    version = hashlib.sha256((told + _source()).encode()).hexdigest()[:12]
    return f'const VERSION = "{version}";\nconst HOUSE = {told};\n\n{_source()}'


def etag_of(text: str) -> str:
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'


def _words(language: str) -> str:
    """What is shown when a push came without anything that can be read."""
    with override(language):
        return _("Tu as un avis.")


@cache
def _source() -> str:
    return Path(__file__).with_name("sw.js").read_text(encoding="utf-8")
