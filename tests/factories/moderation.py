"""A desk for tests: content of a kind of our own, moderators, flags."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from types import SimpleNamespace

from django.contrib.auth.models import Group
from django.utils import timezone

from community.members.groups import MODERATORS
from community.moderation.actions import flag_content
from community.moderation.kinds import Exhibit, Kind, register_kind, unregister_kind
from tests.factories.members import make_member

_numbers = count(1)


class Shelf:
    """Content in memory; remembers what was hidden, shown and removed, and by whom."""

    def __init__(self, name: str = "fake") -> None:
        self.name = name
        self.content: dict[str, SimpleNamespace] = {}
        self.done: list[tuple] = []
        self.loads = 0
        self.is_stuck = False

    def put(self, author=None, *, title="", html="<p>Mots.</p>", may_be_seen=True) -> str:
        key = str(next(_numbers))
        self.content[key] = SimpleNamespace(
            title=title or f"Contenu {key}",
            html=html,
            author=author,
            at=timezone.now(),
            edited_at=None,
            may_be_seen=may_be_seen,
        )
        return key

    def edit(self, key) -> None:
        self.content[key].edited_at = timezone.now()

    def load(self, keys, viewer):
        self.loads += 1
        return {
            key: Exhibit(
                title=content.title,
                html=content.html,
                author_id=content.author and content.author.pk,
                url=f"/cafe/p/{key}/",
                at=content.at,
                context="Au comptoir",
                edited_at=content.edited_at,
            )
            for key in keys
            if (content := self.content.get(key)) and content.may_be_seen
        }

    def hide(self, key, by):
        if self.is_stuck:
            raise OSError("Le tiroir est coincé.")
        self.done.append(("hide", key, by and by.pk))

    def show(self, key, by):
        self.done.append(("show", key, by and by.pk))

    def kind(self, **changes) -> Kind:
        return Kind(self.name, "contenu d’essai", self.load, self.hide, self.show, **changes)


@contextmanager
def shelf(name: str = "fake", **changes) -> Iterator[Shelf]:
    """A shelf that is registered for as long as it is used."""
    made = Shelf(name)
    register_kind(made.kind(**changes))
    try:
        yield made
    finally:
        unregister_kind(name)


def make_moderator(**fields):
    member = make_member(is_staff=True, **fields)
    member.groups.add(Group.objects.get(name=MODERATORS))
    return member


def flag(shelf, key, *, level=1, by=None, reason="spam", note=""):
    """Flag something, by a fresh member of this level unless told."""
    by = by or make_member(level=level)
    flag_content(shelf.name, key, by=by, reason=reason, note=note)
    return by
