"""From what an address says to a device of this member's."""

from django.http import Http404

from community.members.models import Member
from community.push import messages
from community.push.models import PushSubscription


def device_or_404(member: Member, pk: int) -> PushSubscription:
    """One of this member's devices; "not found" for anybody else's."""
    if device := PushSubscription.objects.filter(member=member, pk=pk).first():
        return device
    raise Http404(str(pk))


def heard_or_404(token: str) -> int:
    """The device that a token of ours speaks for; "not found" for a forged and for an old one."""
    if device := messages.device_heard(token):
        return device
    raise Http404
