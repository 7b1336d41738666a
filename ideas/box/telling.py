"""Who hears of an idea's steps, and how a notice about one reads."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from community.discussions.models import Reading, Stance
from community.members.models import Member
from community.notices.actions import begin_round
from community.notices.kinds import APP, MAIL, NoticeKind, Told
from ideas.box.models import Idea, IdeaState, Step, Support, Visibility
from ideas.box.talk import SUBJECT

MOVED = "idea.moved"
CONCERNED = "idea"  # the audience of those who hear of an idea's steps

SENTENCES: Mapping[str, str | Promise] = {
    IdeaState.PROPOSED: gettext_lazy("« {title} » est de nouveau ouverte"),
    IdeaState.STUDIED: gettext_lazy("La maison étudie « {title} »"),
    IdeaState.NEGOTIATING: gettext_lazy("La maison négocie « {title} »"),
    IdeaState.PLANNED: gettext_lazy("C’est prévu : « {title} » deviendra un drop"),
    IdeaState.ON_SALE: gettext_lazy("« {title} » est en vente, et tu y es pour quelque chose"),
    IdeaState.DECLINED: gettext_lazy("La maison décline « {title} », et dit pourquoi"),
    IdeaState.MERGED: gettext_lazy("« {title} » a rejoint « {into} », soutiens compris"),
}


def tell_of_step(idea: Idea, step: Step) -> None:
    """Have its author, who supports it and who follows it told of a step, in the step's transaction.

    Of a merge hear those of both ideas: who stood behind the one stands behind the other from now on.
    """
    data: dict[str, Any] = {"idea": idea.pk, "title": idea.title, "state": step.reached}
    if step.into:
        data |= {"into": step.into.title, "into_id": step.into.pk}
    begin_round(CONCERNED, actor_id=step.by_id, key=f"idea:{idea.pk}", data=data)


def concerned(data: Mapping[str, Any], after: int, limit: int) -> dict[int, str | None]:
    """The next whom a step concerns. Who muted the idea's conversation is passed over; a hidden idea tells nobody."""
    ideas = [data["idea"], *([data["into_id"]] if "into_id" in data else [])]
    if not Idea.objects.shown().filter(pk=data["idea"]).exists():
        return {}
    page = _next(ideas, after, limit)
    deaf = set(_readings(ideas).filter(stance=Stance.MUTED, member__in=page).values_list("member_id", flat=True))
    return {pk: None if pk in deaf else MOVED for pk in page}


def _next(ideas: Sequence[int], after: int, limit: int) -> list[int]:
    """The ids of the next members, each once, in their order. One query."""
    supporting = Support.objects.filter(idea__in=ideas, member__gt=after).values_list("member_id")
    following = _readings(ideas).filter(stance__in=[Stance.TRACKING, Stance.WATCHING], member__gt=after)
    authors = Idea.objects.filter(pk__in=ideas, author__gt=after).values_list("author_id")
    union = supporting.union(following.order_by().values_list("member_id"), authors)
    return [row[0] for row in union.order_by("member_id")[:limit]]


def _readings(ideas: Sequence[int]) -> Any:
    return Reading.objects.filter(thread__subject=SUBJECT.name, thread__subject_id__in=ideas)


def _sentence(told: Told) -> str:
    words = str(SENTENCES.get(told.data["state"], "« {title} »"))
    return words.format(title=told.data["title"], into=told.data.get("into", ""))


def _url(told: Told) -> str:
    return reverse("box:numbered", args=[told.data["idea"]])


def _may_see(told: Sequence[Told], member: Member) -> Collection[int]:
    """Those whose idea is still seen. One query."""
    numbers = {each.data["idea"] for each in told}
    shown = set(Idea.objects.filter(pk__in=numbers, visibility=Visibility.SHOWN).values_list("pk", flat=True))
    return {each.pk for each in told if each.data["idea"] in shown}


KINDS = (
    NoticeKind(
        MOVED,
        gettext_lazy("Une idée que je soutiens ou que je suis avance"),
        _sentence,
        _url,
        may_see=_may_see,
        by_default=frozenset({APP, MAIL}),
        group=gettext_lazy("Boîte à idées"),
    ),
)
