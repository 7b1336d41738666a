"""What parts say of their tables."""

import pytest

from community.personal import registry
from community.personal.registry import Erasure, register_impersonal, register_personal

TABLE = "discussions.Category"  # any that nobody registers as personal


@pytest.fixture(autouse=True)
def forget():
    known = registry.is_impersonal(TABLE)
    yield
    registry.unregister(TABLE)
    if known:
        register_impersonal(TABLE, "as before")


def test_a_table_is_said_once_for_each_path():
    register_personal(TABLE, of="member", fields={"at": "quand"}, on_erasure=Erasure.DELETE)
    register_personal(TABLE, of="member", fields={"at": "quand"}, on_erasure=Erasure.DELETE)
    register_personal(TABLE, of="by", fields={"at": "quand"}, on_erasure=Erasure.KEEP("qui a décidé"))

    assert [entry.of for entry in registry.entries_of(TABLE)] == ["member", "by"]


def test_the_same_path_is_not_said_in_two_ways():
    register_personal(TABLE, of="member", fields={"at": "quand"}, on_erasure=Erasure.DELETE)

    with pytest.raises(ValueError, match=r"discussions\.Category has been registered otherwise for 'member'"):
        register_personal(TABLE, of="member", fields={"at": "quand"}, on_erasure=Erasure.BLANK({"note": ""}))

    assert [entry.on_erasure for entry in registry.entries_of(TABLE)] == [Erasure.DELETE]


@pytest.mark.parametrize(
    "wrong", [{"export": True, "on_erasure": print}, {"export": False, "on_erasure": Erasure.DELETE}]
)
def test_rows_that_no_path_finds_need_somebody_who_does(wrong):
    with pytest.raises(ValueError, match="no path to a member"):
        register_personal(TABLE, of="", fields={}, **wrong)

    assert registry.entries_of(TABLE) == []


def test_a_table_is_called_by_its_own_name_unless_it_is_given_another():
    register_personal(TABLE, of="member", fields={}, on_erasure=Erasure.DELETE)
    register_personal(TABLE, of="by", fields={}, on_erasure=Erasure.DELETE, title="tes tables")

    assert [str(entry.name) for entry in registry.entries_of(TABLE)] == ["tables du café", "tes tables"]
