"""What members are told of ballots, and how it reads. Nothing here knows a choice, or carries a receipt."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from community.gatherings import hours
from community.members.models import Member
from community.notices.kinds import APP, MAIL, PUSH, NoticeKind, Told
from ideas.ballots.models import Ballot, Participation
from ideas.ballots.queries.roll import entries_after, papers_cast
from realtime import clock

COUNTED, WITHDRAWN, SEALED = "ballot.counted", "ballot.withdrawn", "ballot.sealed"
REMINDER = "ballot.reminder"
VOTERS, LATE = "ballot.voters", "ballot.late"  # audiences of rounds


def facts_of(ballot: Ballot) -> dict[str, Any]:
    """What a sentence about a ballot needs."""
    return {"ballot": ballot.pk, "question": ballot.question, "closes_at": ballot.closes_at.isoformat()}


def voters(about: Mapping[str, Any], after: int, limit: int) -> dict[int, str | None]:
    """Who took part in a sealed ballot, so many after this member."""
    rows = Participation.objects.filter(ballot=about["ballot"], member_id__gt=after).order_by("member_id")
    return dict.fromkeys(rows.values_list("member_id", flat=True).distinct()[:limit], SEALED)


def late(about: Mapping[str, Any], after: int, limit: int) -> dict[int, str | None]:
    """The next members on a roll; who has filled in every paper is passed over, and nobody is left at the close."""
    ballot = Ballot.objects.filter(pk=about["ballot"], closes_at__gt=clock.now()).first()
    if ballot is None:
        return {}
    entries = entries_after(ballot, after, limit)
    cast = papers_cast(ballot, entries)
    return {member: None if cast.get(member, 0) >= papers else REMINDER for member, papers in entries.items()}


def _saying(words: Any) -> Callable[[Told], str]:
    def sentence(told: Told) -> str:
        closes_at = datetime.fromisoformat(told.data["closes_at"])
        when = {"day": hours.day(closes_at), "hour": hours.hour(closes_at)}
        return str(words).format(**{"digest": "", **told.data, **when})

    return sentence


def _url(told: Told) -> str:
    return reverse("ballots:ballot", args=[told.data["ballot"]])


def _still_open(told: Sequence[Told], member: Member) -> Collection[int]:
    """Reminders of what is open still: one that waited for its mail must not call to a closed door. One query."""
    numbers = {each.data["ballot"] for each in told}
    still = set(Ballot.objects.open(clock.now()).filter(pk__in=numbers).values_list("pk", flat=True))
    return {each.pk for each in told if each.data["ballot"] in still}


GROUP = gettext_lazy("Scrutins")

KINDS = (
    NoticeKind(
        COUNTED,
        gettext_lazy("Mon vote est compté"),
        _saying(gettext_lazy("C’est compté : ton vote à « {question} ». On peut en changer jusqu’au {day}, {hour}")),
        _url,
        by_default=frozenset({APP, MAIL}),
        group=GROUP,
    ),
    NoticeKind(
        WITHDRAWN,
        gettext_lazy("Mon vote est retiré"),
        _saying(gettext_lazy("C’est retiré : ton vote à « {question} » ne compte plus")),
        _url,
        by_default=frozenset({APP, MAIL}),
        group=GROUP,
    ),
    NoticeKind(
        REMINDER,
        gettext_lazy("Un scrutin attend mon vote, un jour avant sa clôture"),
        _saying(gettext_lazy("« {question} » attend ton vote jusqu’au {day}, {hour}")),
        _url,
        may_see=_still_open,
        by_default=frozenset({APP, PUSH}),
        group=GROUP,
    ),
    NoticeKind(
        SEALED,
        gettext_lazy("Le résultat d’un scrutin où j’ai voté"),
        _saying(gettext_lazy("« {question} » est dépouillé. Empreinte du dépouillement : {digest}")),
        _url,
        by_default=frozenset({APP, MAIL}),
        group=GROUP,
    ),
)
