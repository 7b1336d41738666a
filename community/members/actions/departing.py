"""What becomes of an account when its member leaves. Each verb finds nothing more to do the second time."""

from functools import partial

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.functions import Now
from django.utils.crypto import get_random_string

from community.members.avatar import Portrait, delete_pictures
from community.members.handles import TOMBSTONE, digests_of
from community.members.models import Eyes, FormerHandle, Member, RetiredHandle
from community.members.search import MEMBER
from community.members.trust import TrustLevel
from community.members.zones import HOME
from community.personal.registry import Leaving
from community.personal.traces import address_of
from community.search.actions import forget_entries

# Neither vowels nor what looks alike: no word comes out.
_LETTERS = "bcdfghjkmnpqrstvwxz23456789"


def draw_tombstone() -> str:
    """A handle that nobody has: what stands where a name stood."""
    while Member.objects.filter(handle=(drawn := TOMBSTONE + get_random_string(5, _LETTERS))).exists():
        pass
    return drawn


def close_account(member_id: int) -> None:
    """Let nobody in by this account any more; whoever is in it is out, sockets within seconds."""
    Member.objects.filter(pk=member_id).update(is_active=False)


def end_sessions_of(leaving: Leaving) -> None:
    """Delete the sessions themselves; the list of them is a table of its own."""
    keys = UserSession.objects.filter(user=leaving.member_id).values("session_key")
    Session.objects.filter(session_key__in=keys).delete()


def forget_in_search(leaving: Leaving) -> None:
    """Be found no more."""
    forget_entries(MEMBER, [str(leaving.member_id)])


@transaction.atomic
def retire_handles(leaving: Leaving) -> None:
    """Keep the handles from everybody for ever, by a digest that does not tell them."""
    RetiredHandle.objects.bulk_create(
        [RetiredHandle(digest=digests_of(handle)[0]) for handle in leaving.handles], ignore_conflicts=True
    )
    FormerHandle.objects.filter(member=leaving.member_id).delete()


@transaction.atomic
def leave_tombstone(leaving: Leaving) -> None:
    """Blank the member's own row, the last step of all: afterwards nothing leads back to a person."""
    member = Member.objects.select_for_update().get(pk=leaving.member_id)
    if member.erased_at is not None:
        return
    if member.avatar:
        transaction.on_commit(partial(delete_pictures, Portrait(member.avatar)))
    member.handle, member.email = leaving.tombstone, address_of(leaving.tombstone)
    member.set_unusable_password()
    member.bio = member.avatar = ""
    member.language, member.zone = Member._meta.get_field("language").get_default(), HOME  # noqa: SLF001 -- Django's documented name
    member.activity_for = member.circle_for = Eyes.NOBODY
    member.in_search = member.may_be_followed = member.is_active = member.is_staff = member.is_superuser = False
    member.level, member.last_login = TrustLevel.NEWCOMER, None
    member.erased_at = member.date_joined = Now()
    member.save()
    member.groups.clear()
    member.user_permissions.clear()
    member.universes.clear()
