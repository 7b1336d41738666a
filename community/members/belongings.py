"""What this part itself puts on `/moi/`, and the pages of the account that are its own."""

from collections.abc import Sequence

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.members.mine import Line, Place, latest, register_mine
from community.members.models import Block, Follow, Member
from community.members.pages import Section, register_page

_FACTORS = (
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
)


def count_follows(member: Member) -> int:
    """How many active members this one follows."""
    return Follow.objects.filter(member=member, followed__is_active=True).count()


def follows(member: Member, after: Place | None, limit: int) -> Sequence[Line]:
    """Whom a member follows; one query."""
    rows = Follow.objects.filter(member=member, followed__is_active=True).annotate(handle=F("followed__handle"))
    named = latest(rows, after, limit).values_list("pk", "handle", "at")
    return [Line(pk, handle, at, reverse("members:card", args=[handle])) for pk, handle, at in named]


def count_blocks(member: Member) -> int:
    """How many members this one has blocked."""
    return Block.objects.filter(member=member).count()


def blocks(member: Member, after: Place | None, limit: int) -> Sequence[Line]:
    """Whom a member has blocked; one query."""
    rows = Block.objects.filter(member=member).annotate(handle=F("blocked__handle"))
    named = latest(rows, after, limit).values_list("pk", "handle", "at")
    return [Line(pk, handle, at) for pk, handle, at in named]


def register() -> None:
    """Tell `/moi/` and the navigation of the account what is here."""
    register_mine("suivis", _("Membres suivis"), count=count_follows, lines=follows)
    register_mine("blocages", _("Blocages"), count=count_blocks, lines=blocks, page="members:silences")
    register_page(Section.MINE, "members:mine", _("Vue d’ensemble"), covers=("members:shelf",), opens=True)
    saved = ("members:avatar", "members:privacy")
    register_page(Section.PROFILE, "members:profile", _("Profil"), covers=saved, opens=True)
    register_page(Section.PROFILE, "members:silences", _("Blocages"))
    register_page(Section.SECURITY, "members:security", _("En bref"), opens=True)
    register_page(Section.SECURITY, "account_email", _("Adresse e-mail"))
    register_page(Section.SECURITY, "account_change_password", _("Mot de passe"), covers=("account_set_password",))
    register_page(Section.SECURITY, "mfa_index", _("Second facteur"), covers=_FACTORS)
    register_page(Section.SECURITY, "members:devices", _("Appareils"))
