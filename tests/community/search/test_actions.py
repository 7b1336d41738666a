import threading
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from community.search import actions
from community.search.actions import LONGEST_BODY, forget_entries, index_entries, reindex
from community.search.kinds import Entry, register_kind
from community.search.models import IndexEntry
from tests.factories.search import NOTE, ask, titles

pytestmark = pytest.mark.django_db


def entry(key="1", **fields):
    return Entry(**({"kind": NOTE, "key": key, "language": "fr", "audience": "all", "title": "", "body": ""} | fields))


def test_an_entry_is_written_once_and_says_what_it_says_now(notes):
    notes.write("spiral", key="1")
    notes.write("barillet", key="1", at=datetime(2026, 11, 1, tzinfo=UTC), place="qlock", author_id=7)
    row = IndexEntry.objects.get()
    assert (row.title, row.folded_title, row.place, row.author_id) == ("barillet", "barillet", "qlock", 7)
    assert ask("spiral").lines == ()
    assert titles(ask("barillet")) == ["barillet"]


def test_of_two_with_one_key_the_last_counts(notes):
    index_entries(entry(title="un"), entry(title="deux"))
    assert IndexEntry.objects.get().title == "deux"


def test_nothing_to_index_is_no_mistake(notes, django_assert_num_queries):
    with django_assert_num_queries(0):
        index_entries()


def test_the_index_goes_back_with_what_it_is_about(notes):
    with transaction.atomic():
        notes.write("spiral")
        transaction.set_rollback(True)
    assert not IndexEntry.objects.exists()


def test_what_is_forgotten_is_found_no_more(notes):
    kept, gone = notes.write("spiral"), notes.write("spiral")
    forget_entries(NOTE, [gone.key, "nobody's"])
    forget_entries("other", [kept.key])
    assert IndexEntry.objects.get().key == kept.key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "é" * 2_000_000,
        "x" * 1_000_000,
        "a\u0301" * 9999,
        "🕰 " * 9999,
        "<b>'\"\\%s",
        "\u202eabc\u200b",
        "mot " * 99_999,
    ],
)
def test_any_text_can_be_indexed(notes, text):
    notes.write(text, text)
    row = IndexEntry.objects.get()
    assert len(row.body) <= LONGEST_BODY


def test_many_entries_cost_one_statement(notes, django_assert_num_queries):
    some = [entry(str(number), title=f"note {number}") for number in range(100)]
    with django_assert_num_queries(1):
        index_entries(*some)
    assert IndexEntry.objects.count() == 100


# Building it anew


def test_reindex_writes_what_is_missing_and_forgets_what_is_gone(notes):
    notes.write("perdu", index=False)
    kept = notes.write("gardé")
    index_entries(entry("gone", title="parti"), entry("1", kind="other", title="d’ailleurs"))
    notes.kept[kept.key] = entry(kept.key, title="changé")
    assert reindex(notes.kind) == 2
    assert sorted(IndexEntry.objects.values_list("title", flat=True)) == ["changé", "d’ailleurs", "perdu"]


def test_reindex_in_many_batches(notes, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 2)
    for _ in range(5):
        notes.write("spiral", index=False)
    assert reindex(notes.kind) == 5
    assert IndexEntry.objects.count() == 5


def test_what_is_indexed_meanwhile_stays(notes):
    old = notes.write("ancien")

    def entries():
        yield old  # read, and then changed by somebody before it is written
        notes.write("nouveau", key=old.key)
        notes.write("arrivé", key="late")

    reindex(notes.kind.__class__(**{**_fields(notes.kind), "entries": entries}))
    assert sorted(IndexEntry.objects.values_list("title", flat=True)) == ["arrivé", "nouveau"]


def _fields(kind):
    return {name: getattr(kind, name) for name in kind.__slots__}


def test_the_command_builds_one_kind_or_all(notes, capsys):
    notes.write("spiral", index=False)
    call_command("reindex", "note")
    assert capsys.readouterr().out == "note: 1\n"
    IndexEntry.objects.all().delete()
    call_command("reindex", verbosity=0)
    assert IndexEntry.objects.count() == 1
    assert capsys.readouterr().out == ""


def test_the_command_knows_what_there_is(notes):
    with pytest.raises(CommandError, match=r"licorne.*note"):
        call_command("reindex", "licorne")


def test_a_kind_is_registered_once(notes):
    with pytest.raises(ValueError, match="note"):
        register_kind(notes.kind)


@pytest.mark.django_db(transaction=True)
def test_two_who_index_the_same_things_do_not_wait_for_each_other_in_a_circle(notes):
    both, failures = threading.Barrier(2, timeout=20), []

    def write(keys):
        try:
            both.wait()
            for _ in range(20):
                index_entries(*(entry(key, title="spiral") for key in keys))
        except Exception as failure:  # noqa: BLE001 -- told below
            failures.append(failure)
        finally:
            connection.close()

    keys = [str(number) for number in range(50)]
    threads = [threading.Thread(target=write, args=[some]) for some in (keys, keys[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert IndexEntry.objects.count() == 50
