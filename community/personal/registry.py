"""Which tables hold something about a member: what, what for, how long, and what becomes of it when they leave.

Each part says so of its own models, in a module `personal.py` that its `AppConfig.ready()` calls:

    register_personal(
        "notices.Notice", of="member",
        fields={"data": _("ce dont il s’agit"), "at": _("quand on te l’a dit")},
        on_erasure=Erasure.DELETE,
    )

`of` is the path from a row to the member ("member", "claim__member"). A model with several such paths is registered
once for each. `fields` names, with the reason that the page /confidentialite/ gives, whatever tells about that member;
an export holds exactly these, but not those that are `withheld`: who of the team did it, and what they noted for each
other. Fields of text that tell nothing about anybody (keys, kinds) stand in `impersonal`. A model that has to do with
no member at all is named by `register_impersonal`, with the reason. What is in neither list fails
tests/guards/test_personal_fields.py.

On erasure the member's row stays as a tombstone, so a foreign key to it says no more than “somebody who left”.
`Erasure.DELETE` deletes the rows, `Erasure.BLANK({"note": ""})` writes these values, `Erasure.KEEP(reason)` leaves
them, and a callable takes the `Leaving` and does what it must; it may be called twice, and `erased` is its sentence on
the page. After any of the first three, mentions of the member are rewritten in all fields of text named here; after a
callable, they are not: it knows better.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who leaves: what their traces are found by, and what stands in their place."""

    member_id: int
    handles: tuple[str, ...]  # the present one and former ones
    addresses: tuple[str, ...]  # of e-mail
    tombstone: str  # the handle that nobody signs in with any more
    takes_words: bool  # what they wrote goes, too


@dataclass(frozen=True, slots=True)
class Delete:
    """The rows go."""


@dataclass(frozen=True, slots=True)
class Blank:
    """The rows stay, with these values."""

    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Keep:
    """The rows stay as they are, for a reason that the page gives."""

    reason: Words


class Erasure:
    """What may become of rows."""

    DELETE: ClassVar = Delete()
    BLANK: ClassVar = Blank
    KEEP: ClassVar = Keep


Fate = Delete | Blank | Keep | Callable[[Leaving], None]
Media = Callable[[int], Iterable[tuple[str, Path]]]  # the member's files: name in the export, place on disk

AS_LONG_AS_THE_ACCOUNT = _("aussi longtemps que ton compte")


@dataclass(frozen=True, slots=True)
class Personal:
    """One table, seen from one member."""

    label: str
    of: str
    fields: Mapping[str, Words]
    on_erasure: Fate
    export: bool = True
    impersonal: Collection[str] = ()
    withheld: Collection[str] = ()
    title: Words = ""  # the model's own plural name, if none is given
    chapter: Words = ""  # of the page; its app's name, if none is given
    kept: Words = AS_LONG_AS_THE_ACCOUNT
    erased: Words = ""
    media: Media | None = None

    @property
    def copied(self) -> dict[str, Words]:
        """The fields that an export holds."""
        return {name: reason for name, reason in self.fields.items() if name not in self.withheld}

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    @property
    def name(self) -> Words:
        """What people call these rows."""
        return self.title or self.model._meta.verbose_name_plural or self.label  # noqa: SLF001 -- Django's documented name

    @property
    def part(self) -> Words:
        """What people call the part of the house that these rows belong to."""
        return self.chapter or self.model._meta.app_config.verbose_name  # noqa: SLF001 -- Django's documented name


_personal: dict[tuple[str, str], Personal] = {}
_impersonal: dict[str, str] = {}


def register_personal(
    model: str,
    *,
    of: str,
    fields: Mapping[str, Words],
    on_erasure: Fate,
    export: bool = True,
    impersonal: Collection[str] = (),
    withheld: Collection[str] = (),
    title: Words = "",
    chapter: Words = "",
    kept: Words = AS_LONG_AS_THE_ACCOUNT,
    erased: Words = "",
    media: Media | None = None,
) -> None:
    """Say what a table holds about the member at `of`; refuses (`ValueError`) to say two things of the same path.

    `media` gives the member's files for the export. What only a callable finds (`of=""`) cannot be exported.
    """
    entry = Personal(
        model,
        of,
        dict(fields),
        on_erasure,
        export=export,
        impersonal=tuple(impersonal),
        withheld=tuple(withheld),
        title=title,
        chapter=chapter,
        kept=kept,
        erased=erased,
        media=media,
    )
    if _personal.get((model, of), entry) != entry:
        raise ValueError(f"{model} has been registered otherwise for {of!r}.")
    if not of and (export or not callable(on_erasure)):
        raise ValueError(f"{model} has no path to a member: only a callable finds its rows, and no export does.")
    _personal[model, of] = entry


def register_impersonal(model: str, reason: str) -> None:
    """Say that a table holds nothing about any member, and why one might have thought so."""
    _impersonal[model] = reason


def unregister(model: str) -> None:
    """Forget what was said of a table; for tests."""
    _impersonal.pop(model, None)
    for known in [key for key in _personal if key[0] == model]:
        del _personal[known]


def entries() -> Iterator[Personal]:
    """All that was registered, in the order in which the parts did."""
    yield from tuple(_personal.values())


def entries_of(model: str) -> list[Personal]:
    """What was said of one table, a row for each path."""
    return [entry for entry in entries() if entry.label == model]


def is_impersonal(model: str) -> bool:
    return model in _impersonal
