"""The stages of a creation: added, dated, illustrated, and decided once and for all."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from community.members.models import Member
from community.pictures.actions import forget_pictures, take_picture, use_pictures
from ideas.ballots.actions.sealing import settle_ballot
from ideas.ballots.models import Ballot
from ideas.creations.actions.programme import lock_creation, stages_under
from ideas.creations.models import Creation, Stage, StagePicture
from ideas.creations.queries import winners_of
from ideas.creations.rules import CreationRefused, check_decidable, check_unopened, check_window
from ideas.creations.search import index_creation
from ideas.creations.telling import tell_of_decision
from realtime import clock

RULED = frozenset({"hands_on"})
WORDS = frozenset({"title", "text", "hands_on"})
DATES = frozenset({"opens_at", "closes_at", "ballot"})


@transaction.atomic
def add_stage(creation: Creation, *, title: str, text: str = "", hands_on: str = "") -> Stage:
    """Add a stage behind the others, without a date; `hands_on` is what it will hand on, if that is known already."""
    creation, now = lock_creation(creation.pk), clock.now()
    stage = Stage.objects.create(
        creation=creation,
        n=len(stages_under(creation)) + 1,
        title=title,
        text=text,
        hands_on=hands_on,
        ruled_at=now if hands_on else None,
    )
    index_creation(creation)
    return stage


@transaction.atomic
def revise_stage(stage: Stage, changes: dict[str, Any]) -> Stage:
    """Change its words. Its rule stays as it is once the stage has opened (`CreationRefused`)."""
    stage, now = lock_stage(stage), clock.now()
    if RULED & changes.keys():
        check_unopened(stage, now)
        if stage.starts_at and not changes["hands_on"]:
            raise CreationRefused("unruled")
        changes = changes | {"ruled_at": now if changes["hands_on"] else None}
    for name, value in changes.items():
        setattr(stage, name, value)
    stage.save(update_fields=list(changes))
    index_creation(stage.creation)
    return stage


@transaction.atomic
def plan_stage(stage: Stage, changes: dict[str, Any]) -> Stage:
    """All that an editor says of a stage at once: words, rule, dates or ballot. What one refuses, all do."""
    words = {name: changes[name] for name in WORDS & changes.keys()}
    if words:
        stage = revise_stage(stage, words)
    if changes.get("ballot"):
        return attach_ballot(stage, changes["ballot"])
    if DATES & changes.keys():
        opens_at, closes_at = (changes.get(name, getattr(stage, name)) for name in ("opens_at", "closes_at"))
        if opens_at and closes_at:
            stage = date_stage(stage, opens_at, closes_at)
        elif opens_at or closes_at:
            raise CreationRefused("backwards")
        else:
            stage = undate_stage(stage)
    return stage


@transaction.atomic
def date_stage(stage: Stage, opens_at: datetime, closes_at: datetime) -> Stage:
    """Say when the stage opens and closes.

    Refuses (`CreationRefused`) a stage that has opened or has no rule, dates in the past, and dates beside the order.
    """
    stage, now = lock_stage(stage), clock.now()
    check_unopened(stage, now)
    check_window(stage, stages_under(stage.creation), opens_at, closes_at, now)
    stage.opens_at, stage.closes_at, stage.ballot = opens_at, closes_at, None
    stage.save(update_fields=["opens_at", "closes_at", "ballot"])
    return stage


@transaction.atomic
def attach_ballot(stage: Stage, ballot: Ballot) -> Stage:
    """Have the stage last as long as a ballot, whose winner it hands on.

    Refuses (`CreationRefused`) what `date_stage` does, a ballot that has opened, and the ballot of another stage.
    """
    stage, now = lock_stage(stage), clock.now()
    check_unopened(stage, now)
    if Stage.objects.filter(ballot=ballot).exclude(pk=stage.pk).exists():
        raise CreationRefused("taken")
    check_window(stage, stages_under(stage.creation), ballot.opens_at, ballot.closes_at, now)
    stage.opens_at, stage.closes_at, stage.ballot = None, None, ballot
    stage.save(update_fields=["opens_at", "closes_at", "ballot"])
    return stage


@transaction.atomic
def undate_stage(stage: Stage) -> Stage:
    """Take dates and ballot back. Refuses (`CreationRefused`) a stage that has opened."""
    stage, now = lock_stage(stage), clock.now()
    check_unopened(stage, now)
    stage.opens_at = stage.closes_at = stage.ballot = None
    stage.save(update_fields=["opens_at", "closes_at", "ballot"])
    return stage


@transaction.atomic
def remove_stage(stage: Stage) -> None:
    """Take the last stage away. Refuses (`CreationRefused`) another one, and one that has opened."""
    stage, now = lock_stage(stage), clock.now()
    check_unopened(stage, now)
    if stage.n != len(stages_under(stage.creation)):
        raise CreationRefused("not_last")
    stage.delete()
    index_creation(stage.creation)


@transaction.atomic
def decide_stage(stage: Stage, words: str) -> Stage:
    """Write down in the team's words what a stage that is over hands on, for good. Tells who follows.

    Refuses (`CreationRefused`) before the close, and a second time.
    """
    stage, now = lock_stage(stage), clock.now()
    check_decidable(stage, words, now)
    return freeze(stage, words, now)


def settle_stage(stage: Stage, now: datetime) -> Stage:
    """Freeze what the winner of its ballot says, if that is over; one that waits for nothing costs nothing.

    For whoever is about to show it, and for a task. Without a winner the team's words will decide.
    """
    return _settle(stage, now) if not stage.creation.is_draft and stage.is_due(now) else stage


def settle_stages(creation: Creation, now: datetime) -> None:
    """The same for all stages of a creation; one query while nothing is due."""
    for stage in creation.stages.due(now).select_related("creation", "ballot"):
        settle_stage(stage, now)


@transaction.atomic
def _settle(stage: Stage, now: datetime) -> Stage:
    stage = lock_stage(stage)
    if stage.ballot is None or not stage.is_due(now):
        return stage
    stage.ballot = settle_ballot(stage.ballot, now)
    winners = winners_of(stage.ballot)
    return freeze(stage, " · ".join(winners), now) if winners else stage


def freeze(stage: Stage, outcome: str, now: datetime) -> Stage:
    """Keep what the locked stage hands on; the database refuses to change it afterwards."""
    stage.outcome, stage.decided_at = outcome, now
    stage.save(update_fields=["outcome", "decided_at"])
    index_creation(stage.creation)
    tell_of_decision(stage)
    return stage


def illustrate_stage(stage: Stage, upload: Any, *, alt: str, by: Member) -> StagePicture:
    """Add a picture through the one door. Refuses (`PictureRefused`) what the door refuses; takes seconds."""
    picture = take_picture(by, upload)
    with transaction.atomic():
        use_pictures(by, [picture.token])
        return StagePicture.objects.create(stage=stage, picture=picture, alt=alt)


@transaction.atomic
def unillustrate_stage(stage: Stage, pictures: Collection[StagePicture]) -> None:
    """Take pictures away, files and all, at any time; another stage's stay."""
    stage = lock_stage(stage)
    taken = stage.pictures.filter(pk__in=[each.pk for each in pictures])
    tokens = list(taken.values_list("picture__token", flat=True))
    taken.delete()
    forget_pictures(tokens)


def lock_stage(stage: Stage) -> Stage:
    """The stage as it is now, under its creation's lock."""
    creation = lock_creation(stage.creation_id)
    found = Stage.objects.select_related("ballot").get(pk=stage.pk)
    found.creation = creation
    return found
