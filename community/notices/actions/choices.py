"""What a member decides about being told."""

from collections.abc import Collection, Mapping
from datetime import time

from django.db import transaction

from community.members.actions import change_zone
from community.members.actions.consents import note_consent
from community.members.consents import purpose_called
from community.members.models import Member
from community.notices.channels import channel_of
from community.notices.kinds import APP, TO_COME, kind_of
from community.notices.models import Choice, Delivery, Digest, Rhythm
from community.notices.queries import decided_by, wishes_of
from community.notices.rules import Wishes, due_at, is_for_digest

DIGEST = "digest"  # the purpose that a digest needs a yes to


@transaction.atomic
def set_wishes(
    member: Member,
    *,
    wanted: Collection[tuple[str, str]],
    quiet: tuple[time, time] | None,
    zone: str,
    digest: Digest,
    delay: int,
) -> None:
    """Decide where one is told of what (`wanted` are kinds and channels), and when not. `delay` is in minutes.

    What waits already waits for its new hour. Refuses (`LookupError`) a kind or channel that nobody registered, and
    (`ValidationError`) a zone that does not exist.
    """
    known = decided_by(Wishes())
    if unknown := set(wanted) - known.keys():
        raise LookupError(f"Nobody registered {sorted(unknown)}.")
    _lock(member)
    change_zone(member, zone)
    _keep(member, {each: each in wanted for each in known})
    begin, end = quiet or (None, None)
    Rhythm.objects.update_or_create(
        member=member, defaults={"quiet_from": begin, "quiet_to": end, "digest": digest, "delay": delay}
    )
    if purpose := purpose_called(DIGEST):
        note_consent(member, purpose, is_given=digest != Digest.NEVER)
    _plan_anew(member)


@transaction.atomic
def follow_consent(member: Member, is_given: bool) -> None:  # noqa: FBT001 -- as a purpose calls it
    """Send the weekly digest to who has said yes to it on the page of their data, or none any more."""
    _lock(member)
    Rhythm.objects.update_or_create(member=member, defaults={"digest": Digest.WEEKLY if is_given else Digest.NEVER})
    _plan_anew(member)


@transaction.atomic
def choose(member: Member, *, channel: str, wanted: bool, kinds: Collection[str] | None = None) -> None:
    """Want, or want no more, some kinds by one channel; without `kinds` all of them, those to come too (`TO_COME`).

    Refuses (`LookupError`) a kind or channel that nobody registered. What is chosen already stays so.
    """
    known = {name for name, place in decided_by(Wishes()) if place == channel}
    chosen = known if kinds is None else set(kinds)
    if not known or chosen - known:
        raise LookupError(f"Nobody registered {channel!r}, or one of {kinds}.")
    _lock(member)
    _keep(member, {(name, channel): wanted for name in chosen})


def _lock(member: Member) -> None:
    """Two windows of one member decide one after the other."""
    Member.objects.select_for_update(no_key=True).values_list("pk").get(pk=member.pk)


def _keep(member: Member, decisions: Mapping[tuple[str, str], bool]) -> None:
    """Keep what the house would not suggest, forget what it would.

    By a channel that takes nothing new, each kind of today that is wanted is kept as well: no suggestion counts there.
    """
    known = decided_by(Wishes())
    rows = {(row.kind, row.channel): row for row in Choice.objects.filter(member=member)}
    chosen = {each: row.wanted for each, row in rows.items() if each in known}
    wanted_so_far = {each: True for each, wanted in decided_by(Wishes(choices=chosen)).items() if wanted}
    decided = {**wanted_so_far, **chosen, **decisions}
    kept = {
        (name, channel): wanted
        for (name, channel), wanted in decided.items()
        if _is_own(name, channel, wanted=wanted, takes_new=decided[TO_COME, channel])
    }
    stale = [row.pk for each, row in rows.items() if each in known and kept.get(each) != row.wanted]
    Choice.objects.filter(pk__in=stale).delete()
    Choice.objects.bulk_create(
        Choice(member=member, kind=name, channel=channel, wanted=wanted)
        for (name, channel), wanted in kept.items()
        if (name, channel) not in rows or rows[name, channel].wanted != wanted
    )


def _is_own(name: str, channel: str, *, wanted: bool, takes_new: bool) -> bool:
    """Is it the member's own choice, and not what would be without them?"""
    kind = kind_of(name)
    if kind is None:  # it is about the kinds to come
        return not wanted
    if kind.always and channel == APP:
        return False
    return wanted != (channel in kind.by_default) or (wanted and not takes_new)


def _plan_anew(member: Member) -> None:
    """Give what waits the hour that it would have now."""
    waiting = list(Delivery.objects.filter(member=member, due_at__isnull=False).select_related("notice"))
    wishes = wishes_of([member.pk], {each.notice.kind for each in waiting}).get(member.pk)
    for delivery in waiting:
        kind, channel = kind_of(delivery.notice.kind), channel_of(delivery.channel)
        if wishes and kind and channel:
            delivery.due_at = due_at(kind, channel, wishes, delivery.at)
            delivery.is_digest = is_for_digest(kind, channel, wishes)
    Delivery.objects.bulk_update(waiting, ["due_at", "is_digest"])
