"""Members as the search finds them: by their handle and what they say about themself."""

from collections.abc import Collection, Iterator
from typing import Any

from allauth.account.signals import user_signed_up
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.members.models import Member
from community.search.actions import index_entries
from community.search.kinds import Entry, Kind, Rows

MEMBER = "member"


def index_member(member: Member) -> None:
    """Put a member into the index; who is banned or wishes not to be found is left out when somebody asks."""
    index_entries(_entry(member))


def author_called(handle: str) -> int | None:
    """Whose contributions `from:` means, by a handle or a former one; nobody's for a banned member."""
    from community.members.queries import people_called  # its neighbours need this module

    person = people_called([handle]).get(handle)
    return person.pk if person else None


@receiver(user_signed_up)
def follow_sign_up(user: Member, **kwargs: Any) -> None:
    index_member(user)


def _entry(member: Member) -> Entry:
    return Entry(
        kind=MEMBER,
        key=str(member.pk),
        language=member.language,
        audience="all",
        title=member.handle,
        body=member.bio,
        at=member.date_joined,
        weight=2,
    )


def _entries() -> Iterator[Entry]:
    return map(_entry, Member.objects.iterator())


def _load(keys: Collection[str], request: HttpRequest) -> Rows:
    members = Member.objects.filter(pk__in=keys, is_active=True, in_search=True)
    return {
        str(member.pk): {
            "url": member.get_absolute_url(),
            "title": member.handle,
            "text": member.bio,
            "handle": member.handle,
            "avatar": member.avatar,
        }
        for member in members.only("handle", "bio", "avatar")
    }


KIND = Kind(name=MEMBER, label=_("Membres"), load=_load, entries=_entries, template="members/_found.html")
