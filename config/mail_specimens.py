"""What `/design/mails/` shows: each of the house's mails, from examples that the tests read, too."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from community.discussions.telling import MENTION, REPLY, WATCHED
from community.mail.letters import Letter, write_letter
from community.members.models import Member
from community.notices.channels import Dispatch, Line
from community.notices.kinds import Told
from community.notices.mail.channel import write
from ideas.ballots.telling import COUNTED, KINDS, REMINDER, SEALED, WITHDRAWN

AT = datetime(2026, 11, 24, 9, 10, tzinfo=UTC)
READER = Member(pk=1, email="ada@qlock.example", handle="ada")
LINK = f"{settings.SITE_URL}/comptes/un-lien-signe/"
_DONE = {"timestamp": AT, "ip": "192.0.2.7", "browser": "Firefox, Linux"}
_CODE = {"user": READER, "code": "KQ4-7RT"}
_REASON = "Trois montres vendues dans le fil des conseils, malgré deux rappels."

# The words of each mail that is a letter by itself, by its template.
LETTERS: Mapping[str, Mapping[str, Any]] = {
    "account/login_code": _CODE,
    "account/proof": _CODE,
    "account/email_confirmation_signup": _CODE,
    "account/email_confirmation": _CODE,
    "account/account_already_exists": {"email": READER.email, "password_reset_url": LINK},
    "account/unknown_account": {"email": "adda@qlock.example", "signup_url": LINK},
    "account/password_reset_key": {"password_reset_url": LINK},
    "account/password_reset": _DONE,
    "account/password_changed": _DONE,
    "account/password_set": _DONE,
    "account/email_changed": _DONE | {"from_email": READER.email, "to_email": "ada@atelier.example"},
    "account/email_confirm": _DONE,
    "account/email_deleted": _DONE | {"deleted_email": READER.email},
    "mfa/recovery_codes_generated": _DONE,
    "mfa/totp_activated": _DONE,
    "mfa/totp_deactivated": _DONE,
    "mfa/webauthn_added": _DONE,
    "mfa/webauthn_removed": _DONE,
    "moderation/silenced": {"until": AT + timedelta(days=7), "reason": _REASON},
    "moderation/silence_lifted": {},
    "moderation/suspended": {"until": None, "reason": _REASON},
    "moderation/suspension_lifted": {},
    "data_rights/departure_asked": {"due_at": AT + timedelta(days=1), "path": "/moi/donnees/"},
    "data_rights/departure_called_off": {},
    "data_rights/departure_refused": {"reason": "Une commande est en cours : attends qu’elle soit chez toi."},
    "data_rights/departure_done": {},
    "notices/control": {"confirm_url": LINK},
}
_TALK = (
    (REPLY, "@grace t’a répondu dans « Quel bracelet pour une petite seconde ? »", 0),
    (MENTION, "@otto te mentionne dans « Le saumon est une couleur »", 2),
    (WATCHED, "12 nouveaux messages dans « Chronographe monopoussoir à rattrapante et quantième perpétuel »", 5),
)
_BALLOT = {
    "ballot": 7,
    "question": "Quelle couleur d’émail ?",
    "closes_at": (AT + timedelta(days=1)).isoformat(),
    "digest": "062ff185e2b1bfca8f795e78cc54be4f81dea2599969dc281a4760c8df83ef45",
}


def _of_ballot(*names: str) -> tuple[tuple[str, str, int], ...]:
    """What a ballot says of itself, as its kinds say it."""
    kinds = {kind.name: kind for kind in KINDS}
    return tuple(
        (name, kinds[name].sentence(Told(0, name, "", "", _BALLOT, 1, AT, is_read=False)), hours)
        for hours, name in enumerate(names)
    )


# Which lines each holds, in the language of the page, and whether it is a digest.
ENVELOPES: Mapping[str, tuple[Callable[[], tuple[tuple[str, str, int], ...]], bool]] = {
    "notices/un": (lambda: _TALK[:1], False),
    "notices/plusieurs": (lambda: _TALK, False),
    "notices/resume": (lambda: _TALK, True),
    "notices/vote_compte": (lambda: _of_ballot(COUNTED), False),
    "notices/vote_retire": (lambda: _of_ballot(WITHDRAWN), False),
    "notices/vote_attendu": (lambda: _of_ballot(REMINDER), False),
    "notices/vote_depouille": (lambda: _of_ballot(SEALED), False),
}


def names() -> list[str]:
    """All of them, the notices first."""
    return [*ENVELOPES, *LETTERS]


def specimen(name: str) -> EmailMultiAlternatives:
    """A mail in the language of the page. Refuses (`KeyError`) a name that is none."""
    if name not in ENVELOPES:
        return write_letter(READER.email, Letter("", name, LETTERS[name]))
    told, is_digest = ENVELOPES[name]
    lines = tuple(
        Line(kind, sentence, f"{settings.SITE_URL}/moi/avis/{pk}/", AT + timedelta(hours=hours))
        for pk, (kind, sentence, hours) in enumerate(told(), 1)
    )
    return write(Dispatch("0f4b1a6d2c3e4f5a8b9c0d1e2f3a4b5c", READER, lines, is_digest=is_digest))
