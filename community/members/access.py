"""From what an address says to what this person may see: a member, or something of their own."""

from allauth.usersessions.models import UserSession
from django.http import Http404

from community.members import actions
from community.members.mine import Kind, Place, kind_of
from community.members.models import Member
from community.members.queries import Profile, Viewer, profile_of


def profile_or_404(handle: str, viewer: Viewer) -> Profile:
    """The profile, or "not found" for an unknown member as for a banned one; a ban that is over ends here, too."""
    if profile := profile_of(handle, viewer):
        return profile
    if actions.lapse_bans() and (profile := profile_of(handle, viewer)):
        return profile
    raise Http404(handle)


def member_or_404(handle: str) -> Member:
    """Whoever carries that handle, banned or not: one may always stop following or blocking somebody."""
    if member := Member.objects.filter(handle=handle).first():
        return member
    raise Http404(handle)


def shelf_or_404(name: str) -> Kind:
    """A kind of things that members have and that `/moi/tout/` lists."""
    if kind := kind_of(name):
        return kind
    raise Http404(name)


def place_or_404(text: str) -> Place | None:
    """Where a page of one's own things begins; None for the first one."""
    if not text:
        return None
    if place := Place.read(text):
        return place
    raise Http404(text)


def device_or_404(member: Member, pk: int) -> UserSession:
    """One of this member's own sessions; "not found" for anybody else's."""
    if session := UserSession.objects.filter(user=member, pk=pk).first():
        return session
    raise Http404(str(pk))
