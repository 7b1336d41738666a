"""What a member decides about being told."""

from collections.abc import Collection, Iterable
from datetime import time

from django.db import transaction

from community.members.actions import change_zone
from community.members.actions.consents import note_consent
from community.members.consents import purpose_called
from community.members.models import Member
from community.notices.channels import channel_of
from community.notices.kinds import APP, NoticeKind, all_kinds, kind_of, members_kinds
from community.notices.models import Choice, Delivery, Digest, Rhythm
from community.notices.queries import places, wishes_of
from community.notices.rules import due_at, is_for_digest

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
    known = {(kind.name, place) for kind in members_kinds() for place in places()}
    if unknown := set(wanted) - known:
        raise LookupError(f"Nobody registered {sorted(unknown)}.")
    _lock(member)
    change_zone(member, zone)
    _keep(member, [(kind, place, (kind.name, place) in wanted) for kind in members_kinds() for place in places()])
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
    """Want, or want no more, some kinds by one channel; all of them without `kinds`.

    Refuses (`LookupError`) a kind or channel that nobody registered. What is chosen already stays so.
    """
    chosen = [kind_of(name) for name in kinds] if kinds is not None else list(all_kinds())
    if None in chosen or channel not in places():
        raise LookupError(f"Nobody registered {channel!r}, or one of {kinds}.")
    _lock(member)
    _keep(member, [(kind, channel, wanted) for kind in chosen if kind is not None])


def _lock(member: Member) -> None:
    """Two windows of one member decide one after the other."""
    Member.objects.select_for_update(no_key=True).values_list("pk").get(pk=member.pk)


def _keep(member: Member, decisions: Iterable[tuple[NoticeKind, str, bool]]) -> None:
    """Keep what differs from a kind's defaults, forget what does not."""
    known = {(row.kind, row.channel): row for row in Choice.objects.filter(member=member)}
    fresh, gone = [], []
    for kind, channel, wanted in decisions:
        row = known.get((kind.name, channel))
        if wanted == (channel in kind.by_default) or (kind.always and channel == APP):
            gone += [row.pk] if row else []
        elif row is None:
            fresh.append(Choice(member=member, kind=kind.name, channel=channel, wanted=wanted))
        elif row.wanted != wanted:  # the kind's default has changed since
            gone.append(row.pk)
            fresh.append(Choice(member=member, kind=kind.name, channel=channel, wanted=wanted))
    Choice.objects.filter(pk__in=gone).delete()
    Choice.objects.bulk_create(fresh)


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
