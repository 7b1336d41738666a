"""What changes devices: their owner, the push services' answers, and the device that says it rang."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from community.members.models import Member
from community.outgoing.addresses import AddressRefused
from community.push.delivery import NOT_TRIED, Answer
from community.push.endpoints import service_of
from community.push.events import device_changed
from community.push.keys import KeyRefused, check_device_keys
from community.push.models import LONGEST_LABEL, MOST_DEVICES, REMEMBERED, PushSubscription, rest_after
from realtime.announce import announce


class DeviceRefused(Exception):
    """A device that is not taken; the message is for who asked."""


class TooManyDevices(DeviceRefused):
    """One beyond the ten."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What a browser gives of its subscription: the address, and the keys that encrypt for it."""

    endpoint: str
    p256dh: str
    auth: str


@transaction.atomic
def subscribe(member: Member, *, keys: Keys, label: str, replaces: int | None = None) -> PushSubscription:
    """Let a browser ring for a member; announces `device.changed`.

    The same browser again, or one known as the device `replaces` that was given another address, keeps name and place.
    Refuses an address that is no push service's, keys that encrypt nothing, and an eleventh device. A browser that
    rings for somebody else is given over to whoever shows its very keys: they sit before it.
    """
    _check(keys)
    lock_member(member)
    known = PushSubscription.objects.select_for_update().filter(endpoint=keys.endpoint).first()
    if known is None and replaces is not None:
        known = PushSubscription.objects.select_for_update().filter(pk=replaces, member=member).first()
    if known is None:
        _check_room(member)
        fields = {"member": member, "label": label[:LONGEST_LABEL], "p256dh": keys.p256dh, "auth": keys.auth}
        known, _is_new = PushSubscription.objects.get_or_create(endpoint=keys.endpoint, defaults=fields)
    if known.member_id != member.pk:
        if (known.p256dh, known.auth) != (keys.p256dh, keys.auth):
            raise DeviceRefused(_("Cet appareil sonne déjà pour quelqu’un d’autre. Rien n’a changé."))
        _check_room(member)
    _rekey(known, keys, member)
    announce(device_changed(member.pk, known.pk))
    return known


@transaction.atomic
def renew(member: Member, *, old_endpoint: str, keys: Keys) -> PushSubscription:
    """Follow a browser that was given another address; announces `device.changed`.

    Refuses like `subscribe`, and a browser of which nothing is known: nobody asked for it here.
    """
    lock_member(member)
    known = PushSubscription.objects.filter(member=member, endpoint__in=[old_endpoint, keys.endpoint]).first()
    if known is None:
        raise DeviceRefused(_("Cet appareil n’est pas branché. Rien n’a changé."))
    return subscribe(member, keys=keys, label=known.label, replaces=known.pk)


def rename_device(device: PushSubscription, label: str) -> None:
    """Call a device otherwise."""
    PushSubscription.objects.filter(pk=device.pk).update(label=label)


@transaction.atomic
def remove_device(device: PushSubscription) -> None:
    """Let a device ring no more. Announces `device.changed`."""
    PushSubscription.objects.filter(pk=device.pk).delete()
    announce(device_changed(device.member_id, device.pk))


@transaction.atomic
def note_answer(device: PushSubscription, answer: Answer, *, key: str, now: datetime) -> None:
    """Keep what a push service said of one device: taken, gone for good, or to be left alone for a while.

    Announces `device.changed` when the device comes to be well, ill or gone.
    """
    if answer.status == NOT_TRIED:
        return
    row = PushSubscription.objects.filter(pk=device.pk, endpoint=device.endpoint)  # which may be another by now
    was_failing = device.failing_since is not None
    if answer.is_gone:
        row.delete()
    elif answer.is_accepted:
        got = [*device.got, UUID(key)][-REMEMBERED:]
        row.update(last_ok_at=now, failing_since=None, tries=0, not_before=None, answer=answer.status, got=got)
    else:
        row.update(
            failing_since=device.failing_since or now,
            tries=device.tries + 1,
            not_before=now + rest_after(device.tries + 1, answer.retry_after),
            answer=answer.status,
        )
    if answer.is_gone or was_failing == answer.is_accepted:
        announce(device_changed(device.member_id, device.pk))


@transaction.atomic
def note_ring(device_id: int, now: datetime) -> bool:
    """The device says that it showed something; False for one that is gone. Announces `device.changed`."""
    device = PushSubscription.objects.filter(pk=device_id).only("member_id").first()
    if device is None:
        return False
    PushSubscription.objects.filter(pk=device_id).update(rang_at=now)
    announce(device_changed(device.member_id, device_id))
    return True


@transaction.atomic
def show_owner(device: PushSubscription) -> None:
    """Have the owner's page look at a device again: a test of it is over. Announces `device.changed`."""
    announce(device_changed(device.member_id, device.pk))


def lock_member(member: Member) -> None:
    """One device at a time for a member, so that ten are ten. Refuses who has left meanwhile."""
    if Member.objects.select_for_update().filter(pk=member.pk, is_active=True).values_list("pk").first() is None:
        raise DeviceRefused(_("Ce compte est fermé. Rien n’a changé."))


def _check(keys: Keys) -> None:
    try:
        service_of(keys.endpoint)
    except AddressRefused:
        raise DeviceRefused(
            _("Ce navigateur passe par un service que la maison ne connaît pas. Rien n’a changé.")
        ) from None
    try:
        check_device_keys(keys.p256dh, keys.auth)
    except KeyRefused:
        raise DeviceRefused(_("Les clés de ce navigateur ne permettent pas de chiffrer. Rien n’a changé.")) from None


def _check_room(member: Member) -> None:
    if PushSubscription.objects.filter(member=member).count() >= MOST_DEVICES:
        words = _("Tu as déjà %(number)s appareils. Retires-en un, puis reviens.")
        raise TooManyDevices(words % {"number": MOST_DEVICES})


def _rekey(device: PushSubscription, keys: Keys, member: Member) -> None:
    """The browser as it is now; another address or other keys begin without a past of failures."""
    now = (member.pk, keys.endpoint, keys.p256dh, keys.auth)
    if now == (device.member_id, device.endpoint, device.p256dh, device.auth):
        return
    device.member = member
    device.endpoint, device.p256dh, device.auth = keys.endpoint, keys.p256dh, keys.auth
    device.failing_since, device.tries, device.not_before, device.got = None, 0, None, []
    device.save()
