"""An account and what its member says about themself."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from community.members import rules
from community.members.avatar import Portrait, delete_pictures, read_picture, store_picture
from community.members.models import Eyes, FormerHandle, Member, is_left_behind
from community.members.search import index_member
from community.members.zones import validate_zone
from community.universes.models import Universe
from realtime import clock

_PROFILE = ["handle", "language", "zone", "bio"]
_PRIVACY = ["activity_for", "circle_for", "in_search", "may_be_followed"]


@transaction.atomic
def register_member(
    *,
    email: str,
    handle: str,
    password: str | None = None,
    language: str = "fr",
    is_confirmed: bool = False,
    is_staff: bool = False,
) -> Member:
    """Create a member with their address, confirmed when somebody vouches for it. Refuses what the model refuses."""
    member = Member(email=email.strip().lower(), handle=handle, language=language, is_staff=is_staff)
    member.set_password(password)
    member.full_clean()
    member.save()
    keep_handle(member)
    EmailAddress.objects.create(user=member, email=member.email, primary=True, verified=is_confirmed)
    index_member(member)
    return member


def update_profile(
    member: Member, *, handle: str, language: str, zone: str, bio: str = "", universes: Iterable[Universe] = ()
) -> None:
    """Change what a member says about themself; an old handle stays reserved for them.

    Refuses a handle that is taken, reserved or misshapen, and a new one too soon after the last.
    """
    member.handle, member.language, member.zone, member.bio = handle, language, zone, bio
    member.full_clean()
    try:
        with transaction.atomic():
            before = Member.objects.select_for_update(no_key=True).values_list("handle", flat=True).get(pk=member.pk)
            if before != handle:
                _leave_handle(member, before)
            member.save(update_fields=_PROFILE)
            keep_handle(member)
            member.universes.set(universes)
            index_member(member)
    except IntegrityError:
        member.full_clean()  # somebody took the handle in between: the same refusal
        raise


def _leave_handle(member: Member, before: str) -> None:
    if not rules.may_change_handle(member, member.handle, clock.now()):
        raise ValidationError({"handle": rules.HANDLE_TOO_SOON}, code="too_soon")
    FormerHandle.objects.create(handle=before, member=member)


def keep_handle(member: Member) -> None:
    """Make sure that the handle just written is the member's to have; their own former one is theirs again.

    Called after the write, when nobody else can leave that handle any more. Refuses (`IntegrityError`) what another
    member left behind.
    """
    if is_left_behind(member.handle, by_other_than=member.pk):
        raise IntegrityError("Somebody left this handle meanwhile; it stays theirs.")
    FormerHandle.objects.filter(handle=member.handle).delete()


def change_privacy(
    member: Member, *, activity_for: Eyes, circle_for: Eyes, in_search: bool, may_be_followed: bool
) -> None:
    """Decide who sees what. Who follows already stays a follower until the member says otherwise."""
    member.activity_for, member.circle_for = activity_for, circle_for
    member.in_search, member.may_be_followed = in_search, may_be_followed
    member.full_clean()
    member.save(update_fields=_PRIVACY)


def change_zone(member: Member, zone: str) -> None:
    """Change by whose clocks a member lives. Refuses (`ValidationError`) a zone that does not exist."""
    validate_zone(zone)
    member.zone = zone
    member.save(update_fields=["zone"])


def change_avatar(member: Member, upload: UploadedFile) -> None:
    """Take a new portrait and forget the old one. Refuses (`PictureRefused`) what the strict door refuses."""
    _carry(member, store_picture(read_picture(upload)).name)


def remove_avatar(member: Member) -> None:
    """Go back to the drawn dial."""
    _carry(member, "")


@transaction.atomic
def _carry(member: Member, name: str) -> None:
    active = Member.objects.select_for_update().filter(pk=member.pk, is_active=True)
    before = active.values_list("avatar", flat=True).first()
    if before is None:  # the account was closed while the picture came in
        transaction.on_commit(partial(delete_pictures, Portrait(name)))
        return
    member.avatar = name
    member.save(update_fields=["avatar"])
    if before:
        transaction.on_commit(partial(delete_pictures, Portrait(before)))


def forget_password(member: Member) -> None:
    """Take a member's password away, and with it every session it opened; a code by e-mail still lets them in."""
    member.set_unusable_password()
    member.save(update_fields=["password"])


def end_session(session: UserSession) -> None:
    """Sign out in one browser. Its open pages lose their socket (4401) when the hub looks again, within a minute."""
    session.end()


def end_sessions(member: Member, *, but: str | None = None) -> None:
    """End every session of a member, on all their machines, but the one with this key."""
    for session in UserSession.objects.filter(user=member).exclude(session_key=but or ""):
        end_session(session)


def note_session(session_key: str, *, at: datetime) -> None:
    """Note that a browser was here; one statement, and nothing for a session that is no more."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=at)
