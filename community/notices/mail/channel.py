"""The channel `mail`: one letter for all that an envelope holds, under the envelope's own name each time it goes."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from community.mail.actions import note_refusal
from community.mail.letters import Letter, write_letter
from community.mail.models import MailAddressState
from community.mail.posting import Posted, post_all
from community.members.models import Member
from community.notices.channels import Channel, Dispatch, Outcome
from community.notices.kinds import MAIL, kind_of
from community.notices.mail.tickets import Ticket, ticket_text
from realtime import clock

MOST_LINES = 30  # of a letter, the latest; of a longer one Gmail would hide the end, and with it the way out
OUTCOMES = {Posted.TAKEN: Outcome.SENT, Posted.LATER: Outcome.LATER, Posted.NOBODY: Outcome.GONE}


def reachable(member_ids: Collection[int]) -> set[int]:
    """Members with an address that they confirmed and that takes our mails."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"), verified=True)
    failing = MailAddressState.objects.failing().filter(address=OuterRef("email"))
    members = Member.objects.filter(Exists(confirmed), ~Exists(failing), pk__in=member_ids, is_active=True)
    return set(members.values_list("pk", flat=True))


def send(envelopes: Sequence[Dispatch]) -> Iterator[tuple[str, Outcome]]:
    """Send letters over one connection; an address whose server knows no such mailbox is not written to again."""
    with closing(post_all(write(envelope) for envelope in envelopes)) as posted:
        for envelope, said in zip(envelopes, posted, strict=True):
            if said == Posted.NOBODY:
                note_refusal(envelope.member.email, clock.now())
            yield envelope.key, OUTCOMES[said]


def write(envelope: Dispatch) -> EmailMultiAlternatives:
    """The letter of an envelope, with the header by which mailboxes offer their own button to leave (RFC 8058)."""
    member = envelope.member
    names = list(dict.fromkeys(line.kind for line in envelope.lines))
    with translation.override(member.language):
        leave_all = _leave(member.pk, "")
        leave_one = _leave(member.pk, names[0]) if len(names) == 1 else ""
        pages = {
            "notices_url": settings.SITE_URL + reverse("notices:notices"),
            "settings_url": settings.SITE_URL + reverse("notices:settings"),
        }
        labels = [str(kind.label) for name in names if (kind := kind_of(name))]
    letter = Letter(
        "",
        "notices/notices",
        {
            "lines": envelope.lines[-MOST_LINES:],
            "number": len(envelope.lines),
            "more": max(len(envelope.lines) - MOST_LINES, 0),
            "is_digest": envelope.is_digest,
            "labels": labels,
            "leave_one": leave_one,
            "leave_all": leave_all,
            **pages,
        },
    )
    headers = {"List-Unsubscribe": f"<{leave_one or leave_all}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return write_letter(member, letter, headers=headers, message_id=envelope.key)


def _leave(member_id: int, kind: str) -> str:
    return settings.SITE_URL + reverse("notices:unsubscribe", args=[ticket_text(Ticket(member_id, kind))])


CHANNEL = Channel(name=MAIL, label=_("Par e-mail"), reachable=reachable, send=send, patient=True)
