"""What a push says: small, always enough to show, and of a drop no more than its hour."""

import json
import re
from datetime import timedelta
from uuid import uuid4

from django.core import signing
from django.urls import reverse
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from community.notices.channels import Dispatch
from community.notices.kinds import kind_of
from community.push.delivery import Push
from community.push.models import PushSubscription

TITLE = "Qlock"
LONGEST = 200  # characters of one line
MOST_LINES = 3
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")  # and not the blanks that do not break
KEPT_FOR = timedelta(days=1)  # at the service, for a device that is off
KEPT_FOR_IF_URGENT = timedelta(hours=1)
HEARD = signing.TimestampSigner(salt="push.heard")
HEARD_FOR = timedelta(days=1)


def of_envelope(envelope: Dispatch, device: PushSubscription) -> Push:
    """The push that carries an envelope to one of its member's devices."""
    kinds = [kind_of(line.kind) for line in envelope.lines]
    is_urgent = any(kind is not None and kind.urgent for kind in kinds)
    kept_for = KEPT_FOR_IF_URGENT if is_urgent else KEPT_FOR
    return Push(device, _said(envelope), envelope.key, kept_for, is_urgent)


def of_test(device: PushSubscription) -> Push:
    """The push by which a member tries a device; its worker says so when it was shown."""
    key = uuid4().hex
    with override(device.member.language):
        body = _("C’est un essai. Si tu lis ceci, cet appareil sonne.")
        heard = reverse("heard", args=[HEARD.sign(str(device.pk))])
        message = _message(body, reverse("notices:alerts"), tag=key, heard=heard)
    return Push(device, message, key, timedelta(minutes=5), is_urgent=True)


def device_heard(token: str) -> int | None:
    """Which device a token of ours was made for; None for a forged or an old one."""
    try:
        return int(HEARD.unsign(token, max_age=HEARD_FOR))
    except signing.BadSignature:
        return None


def _said(envelope: Dispatch) -> bytes:
    """All lines when they are few; the first ones, and how many more there are."""
    with override(envelope.member.language):
        shown = [_cut(line.sentence) for line in envelope.lines[:MOST_LINES]]
        if more := len(envelope.lines) - len(shown):
            shown.append(ngettext("et %(more)s autre", "et %(more)s autres", more) % {"more": more})
        one = len(envelope.lines) == 1
        url = envelope.lines[0].url if one else reverse("notices:notices")
        return _message("\n".join(shown), url, tag=envelope.key)


def _message(body: str, url: str, *, tag: str, heard: str = "") -> bytes:
    """As sw.js reads it."""
    told = {"title": TITLE, "body": body, "url": url, "tag": tag, "lang": get_language()}
    if heard:
        told["heard"] = heard
    return json.dumps(told, ensure_ascii=False).encode()


def _cut(sentence: str) -> str:
    plain = _CONTROL.sub(" ", sentence).strip()
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"
