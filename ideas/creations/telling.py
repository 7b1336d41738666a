"""What members are told of a creation they follow or took part in, and how it reads."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from community.members.models import Member
from community.notices.actions import begin_round
from community.notices.kinds import APP, MAIL, PUSH, NoticeKind, Told
from ideas.ballots.models import Participation
from ideas.box.models import Support
from ideas.creations.models import Creation, Following, Stage
from ideas.creations.queries import participants_of
from ideas.descent import heirs_of
from realtime import clock

OPENED, DECIDED, DROPPED = "creation.opened", "creation.decided", "creation.drop"
AUDIENCE = "creation"  # who hears of a creation's steps


def tell_of_opening(stage: Stage) -> None:
    """Have told that a stage is open. Inside the transaction that marks it."""
    _begin(OPENED, stage.creation, f"stage:{stage.pk}", stage=stage.title, n=stage.n)


def tell_of_decision(stage: Stage) -> None:
    """Have told what a stage hands on. Inside the transaction that freezes it. Who voted hears it from the ballot."""
    more = {"stage": stage.title, "n": stage.n, "outcome": stage.outcome, "ballot": stage.ballot_id}
    _begin(DECIDED, stage.creation, f"stage:{stage.pk}", **more)


def tell_of_drop(creation: Creation) -> None:
    """Have told that a creation became a drop which everybody may know of."""
    _begin(DROPPED, creation, f"creation:{creation.pk}")


def _begin(kind: str, creation: Creation, key: str, **more: Any) -> None:
    data = {"kind": kind, "creation": creation.pk, "slug": creation.slug, "title": creation.title}
    begin_round(AUDIENCE, actor_id=None, key=key, data=data | more)


def listeners(data: Mapping[str, Any], reached: int, limit: int) -> dict[int, str | None]:
    """The next who follow a creation, took part in it or support its idea, but for who wants to hear no more of it.

    Of a decision also but for who voted: the ballot tells them, with the digest of its tally.
    """
    creation = Creation.objects.filter(pk=data["creation"]).first()
    if creation is None:
        return {}
    chosen = Following.objects.filter(creation=creation).values("member")
    supporters = Support.objects.filter(idea=creation.idea_id).values("member")
    voters = Participation.objects.filter(ballot=data.get("ballot")).values("member")
    wants, left = (Q(pk__in=chosen.filter(follows=follows)) for follows in (True, False))
    concerned = wants | (participants_of(creation) | Q(pk__in=supporters)) & ~left
    members = Member.objects.filter(concerned, ~Q(pk__in=voters), is_active=True, pk__gt=reached).order_by("pk")
    return dict.fromkeys(members.values_list("pk", flat=True)[:limit], str(data["kind"]))


def _saying(words: Any) -> Callable[[Told], str]:
    """The sentence of a kind, filled in, in the language being spoken."""

    def sentence(told: Told) -> str:
        return str(words).format(**told.data)

    return sentence


def _to_creation(told: Told) -> str:
    return reverse("creations:creation", args=[told.data["slug"]])


def _to_stage(told: Told) -> str:
    return reverse("creations:stage", args=[told.data["slug"], told.data["n"]])


def _became(told: Sequence[Told], member: Member) -> Collection[int]:
    """Those of creations whose drop this member may still know of."""
    heirs = heirs_of({each.data["creation"] for each in told}, member, clock.now())
    return {each.pk for each in told if each.data["creation"] in heirs}


GROUP = gettext_lazy("Créations")

KINDS = (
    NoticeKind(
        OPENED,
        gettext_lazy("Une étape s’ouvre dans une création que je suis"),
        _saying(gettext_lazy("« {title} » : l’étape « {stage} » est ouverte")),
        _to_stage,
        by_default=frozenset({APP, MAIL}),
        group=GROUP,
    ),
    NoticeKind(
        DECIDED,
        gettext_lazy("Une étape est décidée dans une création que je suis"),
        _saying(gettext_lazy("« {title} », étape « {stage} » : {outcome}")),
        _to_stage,
        by_default=frozenset({APP, MAIL}),
        group=GROUP,
    ),
    NoticeKind(
        DROPPED,
        gettext_lazy("Une création que je suis devient un drop"),
        _saying(gettext_lazy("« {title} » devient un drop. Tu y es pour quelque chose")),
        _to_creation,
        may_see=_became,
        by_default=frozenset({APP, MAIL, PUSH}),
        group=GROUP,
    ),
)
