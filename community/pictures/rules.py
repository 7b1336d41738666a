"""Who may send a picture. Parts above know more reasons to refuse; they register them from `ready()`."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.account.utils import has_verified_email
from django.utils.translation import gettext_lazy as _

from community.pictures.door import PictureRefused

MOST = 20  # pictures that one member sends …
EVERY = timedelta(hours=1)
UNUSED_FOR = timedelta(hours=24)  # after which a picture that nothing shows is forgotten

UNCONFIRMED = _("Confirme d’abord ton adresse e-mail : c’est l’affaire d’un code, dans ton compte.")
TOO_OFTEN = _("Vingt images par heure, c’est le plus que nous prenons. Garde celle-ci pour un peu plus tard.")

Refusal = Callable[[Any, datetime], str | None]
_refusals: list[Refusal] = []


def register_refusal(refusal: Refusal) -> None:
    """Ask `refusal(member, now)` before a picture is taken; a sentence refuses it."""
    if refusal not in _refusals:
        _refusals.append(refusal)


def check_sender(owner: Any, now: datetime) -> None:
    """Refuse (`PictureRefused`) who has not confirmed their address, and whom another part refuses."""
    if not has_verified_email(owner, owner.email):
        raise PictureRefused("email_unconfirmed", UNCONFIRMED)
    for refusal in _refusals:
        if sentence := refusal(owner, now):
            raise PictureRefused("silenced", sentence)
