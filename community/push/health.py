"""How the devices are, on the page of the alerts."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.members.models import Member
from community.notices.health import Health, HealthCard
from community.push.queries import Device, devices_of


def push_card(member: Member, now: datetime) -> HealthCard:
    """The card of the devices: it works when one of them does."""
    devices = devices_of(member.pk)
    return HealthCard(
        title=gettext_lazy("Sur tes appareils"),
        state=_state_of(devices),
        worked_at=max((device.worked_at for device in devices if device.worked_at), default=None),
        sentence=_("Un avis sonne même quand le site est fermé. D’un drop, il ne dit jamais que l’heure."),
        template="push/_devices.html",
        context={"devices": devices},
    )


def _state_of(devices: list[Device]) -> Health:
    if not devices:
        return Health.OFF
    well = [device for device in devices if not device.failing_since]
    if not well:
        return Health.FAILING
    return Health.WORKS if any(device.worked_at for device in well) else Health.UNPROVEN
