"""Whatever may hold something about a member is in the registry, so that export, erasure and the page know of it."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.db import models

from community.personal.registry import entries, entries_of, is_impersonal, register_personal, unregister
from tests.guards.tree import PARTS

TEXTS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.FileField,
    models.BinaryField,
    models.GenericIPAddressField,
    ArrayField,
)
# Tables of others that hold something about members without pointing to one.
BY_HAND = {"sessions.Session", "account.EmailConfirmation"}


def is_ours(model: type[models.Model]) -> bool:
    return model.__module__.partition(".")[0] in {"config", *PARTS}


def paths_of(model: type[models.Model]) -> list[str]:
    """The fields that point to a member."""
    member = get_user_model()
    return [
        field.name
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.related_model is member
    ]


def texts_of(model: type[models.Model]) -> list[str]:
    """The fields that may hold words, addresses or files: not those that choose from a list."""
    return [field.name for field in model._meta.local_concrete_fields if isinstance(field, TEXTS) and not field.choices]


def gaps(model: type[models.Model]) -> Iterator[str]:
    """What the registry does not know of a model."""
    label, paths = model._meta.label, paths_of(model)
    known = entries_of(label)
    if not known and is_impersonal(label) and not paths:
        return
    if not known and (is_ours(model) or paths or label in BY_HAND):
        yield f"{label}: nobody registered it"
        return
    spoken = {field.partition("__")[0] for entry in known for field in (entry.of, *entry.fields, *entry.impersonal)}
    for path in paths:
        if path not in spoken:
            yield f"{label}.{path}: it points to a member, and no registration goes this way"
    for text in texts_of(model) if known else ():
        if text not in spoken:
            yield f"{label}.{text}: it may hold something about a member"


ADVICE = (
    "Say so in the part's `personal.py` (community/personal/registry.py explains how): `register_personal(…)` with "
    "what the field is for and what becomes of it when the member leaves; a field that tells nothing about anybody "
    "goes into `impersonal`, a model that has to do with no member is named by `register_impersonal`."
)


def test_every_model_and_field_is_registered():
    found = [gap for model in apps.get_models() for gap in gaps(model)]
    assert not found, "\n".join([*found, ADVICE])


def test_what_is_registered_exists():
    wrong = []
    for entry in entries():
        try:
            entry.model._default_manager.values(*([entry.of] if entry.of else []), *entry.fields)
            for name in entry.impersonal:
                entry.model._meta.get_field(name)
        except Exception as error:  # noqa: BLE001 -- whatever Django says of a name that is not there
            wrong.append(f"{entry.label}: {error}")
    assert not wrong, "\n".join([*wrong, "A registration names what is no more: strike it off."])


@pytest.fixture
def diary():
    """A made-up model that nobody knows of."""

    class Diary(models.Model):
        member = models.ForeignKey(get_user_model(), models.CASCADE, related_name="+")
        reader = models.ForeignKey(get_user_model(), models.CASCADE, related_name="+")
        words = models.TextField()
        mood = models.CharField(max_length=3, choices=[("joy", "joy")])

        class Meta:
            app_label = "members"
            apps = Apps()

        def __str__(self):
            return self.words

    yield Diary
    unregister("members.Diary")


def test_a_model_that_nobody_registered_is_found(diary):
    assert list(gaps(diary)) == ["members.Diary: nobody registered it"]


def test_a_field_that_nobody_registered_is_found(diary):
    register_personal("members.Diary", of="member", fields={}, on_erasure=print)

    assert list(gaps(diary)) == [
        "members.Diary.reader: it points to a member, and no registration goes this way",
        "members.Diary.words: it may hold something about a member",
    ]


def test_a_registered_model_is_whole(diary):
    register_personal("members.Diary", of="member", fields={"words": "ses mots"}, on_erasure=print)
    register_personal("members.Diary", of="reader", fields={"words": "ses mots"}, on_erasure=print)

    assert list(gaps(diary)) == []
