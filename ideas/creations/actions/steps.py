"""Having members told of what the clock did: a stage that opened, a creation that became a drop. Each once."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from ideas.creations.models import Creation, CreationQuerySet, Phase, Stage
from ideas.creations.telling import tell_of_drop, tell_of_opening
from ideas.descent import heirs_of

LATEST = timedelta(hours=12)  # after the opening; later than that it would be no news


@transaction.atomic
def tell_openings(now: datetime) -> list[Stage]:
    """Begin a round for each stage that opened lately; answers with them.

    The round and its mark are one commit: whatever crashes and however often this runs, it is once.
    """
    told = [stage for stage in lock_untold(now) if stage.phase(now) == Phase.OPEN]
    for stage in told:
        Stage.objects.filter(pk=stage.pk).update(opening_told_at=now)
        tell_of_opening(stage)
    return told


def lock_untold(now: datetime) -> list[Stage]:
    """The stages that opened lately and of which nobody has told yet; another worker waits, and then finds none."""
    opened = Stage.objects.public().filter(opening_told_at=None).opened_between(now - LATEST, now)
    return list(opened.select_for_update(of=("self",), no_key=True).select_related("creation", "ballot").order_by("pk"))


@transaction.atomic
def tell_drops(now: datetime) -> list[Creation]:
    """Begin a round for each creation that became a drop which everybody may know of, once; answers with them."""
    untold = list(lock_without_drop().order_by("pk"))
    heirs = heirs_of([creation.pk for creation in untold], AnonymousUser(), now)
    told = [creation for creation in untold if creation.pk in heirs]
    for creation in told:
        Creation.objects.filter(pk=creation.pk).update(drop_told_at=now)
        tell_of_drop(creation)
    return told


def lock_without_drop() -> CreationQuerySet:
    """The creations of whose drop nobody has told; another worker waits, and then finds fewer."""
    return Creation.objects.public().filter(drop_told_at=None).select_for_update(no_key=True)
