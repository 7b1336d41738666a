"""What a public handle may look like. It stands in addresses, mentions and on result pages, so it is kept plain."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 3, 30
TAKEN = _("Ce pseudo est déjà pris.")
_SHAPE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

# Words that would make a member look like the house, or an address look like a page of it.
_RESERVED = """
admin administrateur administration administrator anonyme anonymous api atelier blocages cafe carte compte comptes
confiance creations drop drops equipe evenements everyone glossaire help hilfe idees info jury mail membre membres
moderateur moderation moderator moi nobody null officiel official personne postmaster qdefi qdefis qlock qommunity qoqa
recherche redaction root security securite service staff suivis support system systeme team tous undefined webmaster
"""
RESERVED = frozenset(_RESERVED.split())
TOMBSTONE = "membre-parti-"  # and some letters: who left the house


def normalise_handle(text: str) -> str:
    """Return `text` as it would be stored: without blanks around it, in lower case."""
    return text.strip().lower()


def validate_handle(handle: str) -> None:
    """Refuse what is too short, too long, not lower-case letters, digits and single hyphens, or reserved."""
    if not SHORTEST <= len(handle) <= LONGEST:
        raise ValidationError(_("Un pseudo compte de 3 à 30 caractères."), code="length")
    if not _SHAPE.fullmatch(handle):
        raise ValidationError(
            _("Des minuscules sans accent, des chiffres, et un trait d’union entre deux."), code="shape"
        )
    if handle in RESERVED or handle.startswith(TOMBSTONE):
        raise ValidationError(_("Ce pseudo est réservé à la maison. Essaie autre chose."), code="reserved")


def digests_of(handle: str) -> list[str]:
    """What the house remembers of a handle that nobody may take again: by the present key, then by former ones."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac("members.retired_handle", handle, secret=key, algorithm="sha256").hexdigest() for key in keys]
