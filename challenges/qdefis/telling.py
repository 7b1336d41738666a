"""What those who entered a Qdéfi are told, and how it reads. Who only follows its universe is not asked to play."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from challenges.qdefis.models import Entry, EntryState, Qdefi
from community.members.models import Member
from community.notices.actions import begin_round
from community.notices.kinds import APP, MAIL, NoticeKind, Told

VOTING, RESULTS = "qdefi.votes", "qdefi.results"
ENTRANTS = "qdefi"  # who hears of a Qdéfi's steps


def tell_of_votes(qdefi: Qdefi) -> None:
    """Have told that the votes are open. Inside the transaction that marks it."""
    _begin(VOTING, qdefi)


def tell_of_results(qdefi: Qdefi) -> None:
    """Have told that the results are there. Inside the transaction that settles it."""
    _begin(RESULTS, qdefi)


def _begin(kind: str, qdefi: Qdefi) -> None:
    data = {"kind": kind, "qdefi": qdefi.pk, "slug": qdefi.slug, "title": qdefi.title}
    begin_round(ENTRANTS, actor_id=None, key=f"qdefi:{qdefi.pk}", data=data)


def entrants(data: Mapping[str, Any], reached: int, limit: int) -> dict[int, str | None]:
    """The next whose entry stands. One query."""
    entries = Entry.objects.filter(qdefi=data["qdefi"], state=EntryState.SUBMITTED, author__gt=reached)
    authors = entries.filter(author__is_active=True).order_by("author").values_list("author", flat=True).distinct()
    return {pk: str(data["kind"]) for pk in authors[:limit] if pk is not None}


def _saying(words: Any) -> Callable[[Told], str]:
    """The sentence of a kind, filled in, in the language being spoken."""

    def sentence(told: Told) -> str:
        return str(words).format(**told.data)

    return sentence


def _to_qdefi(told: Told) -> str:
    return reverse("qdefis:qdefi", args=[told.data["slug"]])


def _may_see(told: Sequence[Told], member: Member) -> Collection[int]:
    """Those whose Qdéfi is still there. One query."""
    public = Qdefi.objects.public().filter(pk__in=[each.data["qdefi"] for each in told])
    there = set(public.values_list("pk", flat=True))
    return {each.pk for each in told if each.data["qdefi"] in there}


GROUP = gettext_lazy("Qdéfis")

KINDS = (
    NoticeKind(
        VOTING,
        gettext_lazy("On vote dans un Qdéfi auquel je participe"),
        _saying(gettext_lazy("« {title} » : les votes sont ouverts")),
        _to_qdefi,
        may_see=_may_see,
        group=GROUP,
    ),
    NoticeKind(
        RESULTS,
        gettext_lazy("Les résultats d’un Qdéfi auquel je participe"),
        _saying(gettext_lazy("« {title} » : les résultats sont là")),
        _to_qdefi,
        may_see=_may_see,
        by_default=frozenset({APP, MAIL}),
        group=GROUP,
    ),
)
