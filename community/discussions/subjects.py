"""What can be talked about beyond the café: a part registers its things in `AppConfig.ready()`, one line each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

Asked = Callable[[Any, Any, datetime], bool]  # (the thing, a member or None, now)


def everybody(thing: Any, viewer: Any, now: datetime) -> bool:
    """Readable by all, and all members may answer."""
    return True


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing under which people talk. `name` is stored with each thread and stays.

    `field` finds a thing by what its address says; `audience` is who can find its talk by searching, at most.
    """

    name: str
    label: str | Promise
    model: type[Model]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    may_read: Asked = everybody
    field: str = "pk"
    audience: str = "all"
    takes_questions: bool = False  # its things can be asked about, each question a thread of its own

    def is_closed_to(self, viewer: Any) -> bool:
        """Whether no such thing is for this viewer, known without asking for one: visitors read nothing of members."""
        return self.audience != "all" and not viewer.is_authenticated

    def find(self, key: object) -> Any:
        """The thing that an address names, or the thing itself when a page has it at hand; None for none."""
        if isinstance(key, self.model):
            return None if key.pk is None else key  # a page that is looked at before it is saved
        try:
            return self.model._default_manager.filter(**{self.field: key}).first()  # noqa: SLF001 -- Django's documented name
        except ValueError:  # no number where one is meant
            return None


_registry: dict[str, Subject] = {}


def register_subject(subject: Subject) -> None:
    """Let people talk under things of this model. Refuses a name or a model that is taken."""
    if subject.name in _registry or any(each.model is subject.model for each in _registry.values()):
        raise ValueError(f"{subject.name} or {subject.model.__name__} is a subject already.")
    _registry[subject.name] = subject


def subject_called(name: str) -> Subject | None:
    """The subject of that name; None when its part is not installed any more."""
    return _registry.get(name)


def subject_of(thing: Model) -> Subject:
    """The subject that a thing belongs to. Refuses (`LookupError`) a model that nobody registered."""
    for subject in _registry.values():
        if isinstance(thing, subject.model):
            return subject
    raise LookupError(f"{type(thing).__name__} is no subject: register it with register_subject().")


def thing_of(name: str, pk: int | None) -> tuple[Subject, Any] | None:
    """The subject and the row that a thread stands under; None when either is gone."""
    subject = subject_called(name)
    thing = subject and subject.model._default_manager.filter(pk=pk).first()  # noqa: SLF001 -- Django's documented name
    return (subject, thing) if subject and thing is not None else None
