"""What the house does with its gatherings: publish, change, cancel. Answers are the members' own."""

from typing import Any

from django.db import transaction

from community.gatherings import events
from community.gatherings.actions.answers import lock_gathering, serve_line
from community.gatherings.models import Gathering, GatheringState
from community.gatherings.search import index_gathering
from community.gatherings.telling import CANCELLED, MOVED, about
from community.members.models import Member
from community.notices.actions import tell_all
from community.pictures.actions import forget_pictures, take_picture, use_pictures
from realtime import clock
from realtime.announce import announce

MOVES = frozenset({"starts_at", "ends_at", "place", "address"})  # what everybody who comes has to hear
FIXED_ONCE_PUBLIC = frozenset({"slug", "universe"})


class NotNow(Exception):
    """The gathering is in a state in which this makes no sense."""


class SeatsAreTaken(Exception):
    """The capacity was to fall below the seats that are promised; `seats` is their number."""

    def __init__(self, seats: int) -> None:
        super().__init__(seats)
        self.seats = seats


@transaction.atomic
def publish_gathering(gathering: Gathering) -> Gathering:
    """Show a draft to everybody, and take answers. Refuses (`NotNow`) what is public already or has begun.

    Announces `plan`.
    """
    gathering, now = lock_gathering(gathering.pk), clock.now()
    if not gathering.is_draft or gathering.starts_at <= now:
        raise NotNow
    gathering.state, gathering.published_at, gathering.revised_at = GatheringState.PUBLISHED, now, now
    gathering.save(update_fields=["state", "published_at", "revised_at"])
    index_gathering(gathering)
    announce(*events.plan_changed(gathering))
    return gathering


@transaction.atomic
def revise_gathering(gathering: Gathering, changes: dict[str, Any]) -> Gathering:
    """Change some facts and leave the counters alone. Another hour or place is told to who comes and who waits.

    More seats go to the waiting line at once. Refuses with `SeatsAreTaken` fewer seats than are promised: nobody is
    sent away; with `NotNow` what is cancelled, and the address of what is public. Announces `plan`.
    """
    gathering, now = lock_gathering(gathering.pk), clock.now()
    if gathering.is_cancelled or (FIXED_ONCE_PUBLIC & changes.keys() and not gathering.is_draft):
        raise NotNow
    if changes.get("capacity", gathering.capacity) < gathering.seats:
        raise SeatsAreTaken(gathering.seats)
    moved = {name for name in MOVES & changes.keys() if changes[name] != getattr(gathering, name)}
    for name, value in changes.items():
        setattr(gathering, name, value)
    gathering.revised_at = now
    gathering.sequence += 0 if gathering.is_draft else 1
    told = serve_line(gathering, now)
    if "starts_at" in moved:
        gathering.rsvps.update(reminded=None)
    if moved and gathering.is_published and not gathering.is_over(now):
        told = [about(MOVED, gathering, _concerned(gathering)), *told]
    gathering.save()
    index_gathering(gathering)
    tell_all(*told)
    announce(*events.plan_changed(gathering))
    return gathering


@transaction.atomic
def cancel_gathering(gathering: Gathering, *, reason: str) -> Gathering:
    """Call a public gathering off for good; the page stays and says why. Tells who comes and who waits.

    Refuses (`NotNow`) a draft, what is cancelled and what is over. Announces `plan`.
    """
    gathering, now = lock_gathering(gathering.pk), clock.now()
    if not gathering.is_published or gathering.is_over(now):
        raise NotNow
    gathering.state, gathering.cancelled_reason, gathering.revised_at = GatheringState.CANCELLED, reason, now
    gathering.sequence += 1
    gathering.save(update_fields=["state", "cancelled_reason", "revised_at", "sequence"])
    index_gathering(gathering)
    tell_all(about(CANCELLED, gathering, _concerned(gathering), reason=reason))
    announce(*events.plan_changed(gathering))
    return gathering


@transaction.atomic
def delete_draft(gathering: Gathering) -> None:
    """Forget a gathering that nobody ever saw. Refuses (`NotNow`) what is or was public."""
    gathering = lock_gathering(gathering.pk)
    if not gathering.is_draft:
        raise NotNow
    if gathering.picture:
        forget_pictures([gathering.picture.token])
    gathering.delete()


def illustrate_gathering(gathering: Gathering, upload: Any, *, by: Member) -> None:
    """Give a gathering its picture through the one door; the former one is forgotten.

    Refuses (`PictureRefused`) what the door refuses. It takes seconds: not inside a transaction.
    """
    picture = take_picture(by, upload)
    with transaction.atomic():
        gathering = lock_gathering(gathering.pk)
        former, gathering.picture = gathering.picture, picture
        use_pictures(by, [picture.token])
        gathering.save(update_fields=["picture"])
        if former:
            forget_pictures([former.token])


def _concerned(gathering: Gathering) -> list[int]:
    return list(gathering.rsvps.concerned().order_by("member_id").values_list("member_id", flat=True))
