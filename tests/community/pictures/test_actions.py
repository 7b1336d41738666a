"""Taking, using, hiding and forgetting pictures: the rows, and with them the files."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from unittest.mock import Mock

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from community.pictures import actions, rules, storage
from community.pictures.actions import (
    BY_THE_WAY,
    forget_pictures,
    forget_unused,
    hide_pictures,
    show_pictures,
    take_picture,
    use_pictures,
)
from community.pictures.door import DoorBroken, Opened, PictureRefused
from community.pictures.models import Picture, PictureQuerySet
from community.pictures.storage import RENDITIONS
from realtime import clock
from tests.factories.members import make_member
from tests.factories.pictures import files_in, picture_bytes, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def quick(monkeypatch):
    """A door that is quick: what it makes of pictures is tested elsewhere."""
    monkeypatch.setattr(actions, "open_picture", lambda _file, names: Opened(3, 2, dict.fromkeys(names, b"drawn")))


def make_old(owner, hours=25, **fields):
    """A picture sent some time ago that nothing shows, with a file."""
    picture = Picture.objects.create(token=storage.store_files({"480.webp": b""}), owner=owner, width=3, height=2)
    Picture.objects.filter(pk=picture.pk).update(at=clock.now() - timedelta(hours=hours), **fields)
    return picture


def test_a_picture_is_kept_as_its_renditions_alone(media):
    owner = make_member(handle="ada")
    picture = take_picture(owner, upload(picture_bytes(size=(2000, 1000)), name="ada-chez-elle.jpg"))
    assert files_in(media) == {f"private/{picture.token}/{name}" for name in RENDITIONS}
    picture.refresh_from_db()
    assert (picture.owner, picture.width, picture.height) == (owner, 1440, 720)
    assert (picture.used_at, picture.hidden_at) == (None, None)
    assert len(picture.token) == 32


@pytest.mark.parametrize("confirmed", [False, None])
def test_who_is_not_confirmed_sends_nothing(media, confirmed):
    with pytest.raises(PictureRefused, match="email_unconfirmed") as refused:
        take_picture(make_member(confirmed=confirmed), upload())
    assert "Confirme" in str(refused.value.message)
    assert not Picture.objects.exists()
    assert not files_in(media)


@pytest.mark.usefixtures("quick")
def test_another_part_may_refuse_with_its_own_sentence(media, monkeypatch):
    monkeypatch.setattr(rules, "_refusals", [])
    silenced, other = make_member(), make_member()
    for _twice in range(2):
        rules.register_refusal(lambda member, _now: "Chut." if member == silenced else None)
    with pytest.raises(PictureRefused) as refused:
        take_picture(silenced, upload())
    assert refused.value.message == "Chut."
    assert not files_in(media)
    assert take_picture(other, upload())


@pytest.mark.usefixtures("quick")
def test_twenty_an_hour_and_no_more(media):
    owner = make_member()
    for _ in range(rules.MOST):
        take_picture(owner, upload())
    kept = files_in(media)
    with pytest.raises(PictureRefused, match="too_often"):
        take_picture(owner, upload())
    assert Picture.objects.count() == rules.MOST == 20
    assert files_in(media) == kept
    assert take_picture(make_member(), upload()), "another member is counted apart"


def test_an_attempt_that_is_refused_counts(monkeypatch):
    owner = make_member()
    monkeypatch.setattr(actions, "MOST", 2)
    for code in ("unreadable", "unreadable", "too_often"):
        with pytest.raises(PictureRefused, match=code):
            take_picture(owner, upload(b""))


def test_a_refused_picture_leaves_neither_row_nor_file(media):
    with pytest.raises(PictureRefused, match="unreadable"):
        take_picture(make_member(), upload(b"<svg/>"))
    assert not Picture.objects.exists()
    assert not files_in(media)


def test_a_door_that_is_broken_leaves_nothing(media, monkeypatch, tmp_path):
    program = tmp_path / "decoder.py"
    program.write_text("raise SystemExit(1)")
    monkeypatch.setattr("community.pictures.door.DECODER", program)
    with pytest.raises(DoorBroken):
        take_picture(make_member(), upload())
    assert not Picture.objects.exists()
    assert not files_in(media)


@pytest.mark.usefixtures("quick")
def test_a_row_that_cannot_be_written_takes_its_files_along(media, monkeypatch):
    monkeypatch.setattr(Picture.objects, "create", Mock(side_effect=IntegrityError))
    with pytest.raises(IntegrityError):
        take_picture(make_member(), upload())
    assert not files_in(media)


@pytest.mark.usefixtures("quick")
def test_a_full_disk_leaves_nothing(media, monkeypatch):
    save, saved = storage.PrivateStorage.save, []

    def until_full(self, name, content):
        if len(saved) == 3:
            raise OSError("No space left on device")
        saved.append(save(self, name, content))

    monkeypatch.setattr(storage.PrivateStorage, "save", until_full)
    with pytest.raises(OSError, match="No space"):
        take_picture(make_member(), upload())
    assert len(saved) == 3
    assert not list((media / "private").iterdir())
    assert not Picture.objects.exists()


def test_only_the_owner_can_use_a_picture():
    owner, other = make_member(), make_member()
    mine, theirs = make_old(owner), make_old(other)
    use_pictures(owner, [mine.token, theirs.token, "f" * 32])
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert mine.used_at is not None
    assert theirs.used_at is None
    before = mine.used_at
    use_pictures(owner, [mine.token])
    mine.refresh_from_db()
    assert mine.used_at == before, "the first use is the one that counts"


def test_hiding_and_showing_again():
    one, other = make_old(make_member()), make_old(make_member())
    hide_pictures([one.token])
    one.refresh_from_db()
    other.refresh_from_db()
    assert one.hidden_at is not None
    assert other.hidden_at is None
    show_pictures([one.token])
    one.refresh_from_db()
    assert one.hidden_at is None


def test_who_quotes_a_picture_does_not_take_it_down():
    quoting, quoted = make_old(make_member()), make_old(make_member())
    tokens = [quoting.token, quoted.token]
    hide_pictures(tokens, owner_id=quoting.owner_id)
    assert list(Picture.objects.filter(hidden_at=None)) == [quoted]
    hide_pictures(tokens)
    show_pictures(tokens, owner_id=quoting.owner_id)
    assert list(Picture.objects.filter(hidden_at=None)) == [quoting]


def test_a_forgotten_picture_takes_its_files_along_once_that_is_certain(media, django_capture_on_commit_callbacks):
    one, other = make_old(make_member()), make_old(make_member())
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_pictures([one.token, "f" * 32]) == 1
        assert len(files_in(media)) == 2, "not before the commit"
    assert files_in(media) == {f"private/{other.token}/480.webp"}
    assert list((media / "private").iterdir()) == [media / "private" / other.token]


def test_an_account_that_goes_takes_its_pictures_along(media, django_capture_on_commit_callbacks):
    owner = make_member()
    make_old(owner)
    with django_capture_on_commit_callbacks(execute=True):
        owner.delete()
    assert not Picture.objects.exists()
    assert not files_in(media)


@pytest.mark.parametrize(("hours", "fields", "kept"), [(23, {}, 1), (25, {}, 0), (25, {"used_at": Now()}, 1)])
def test_after_a_day_what_nothing_shows_is_forgotten(media, django_capture_on_commit_callbacks, hours, fields, kept):
    make_old(make_member(), hours, **fields)
    said = StringIO()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("forget_pictures", stdout=said)
    assert said.getvalue() == f"Forgot {1 - kept} pictures.\n"
    assert (Picture.objects.count(), len(files_in(media))) == (kept, kept)


@pytest.mark.usefixtures("quick")
def test_each_picture_that_comes_in_takes_a_few_old_ones_away():
    owner = make_member()
    old = [make_old(owner, hours=100 - number) for number in range(BY_THE_WAY + 1)]
    picture = take_picture(owner, upload())
    assert set(Picture.objects.all()) == {old[-1], picture}, "the oldest go first"


def test_forgetting_takes_as_many_queries_however_many_go(django_assert_num_queries):
    owner = make_member()
    for count in (1, 3):
        for _ in range(count):
            make_old(owner)
        # Four savepoints; whether a gathering, an idea, an option, a creation, a Qdéfi or an entry shows it.
        with django_assert_num_queries(13):
            assert forget_unused(clock.now()) == count


@pytest.fixture
def race(monkeypatch):
    """Use a picture in a transaction that stays open until the other has read what is to be forgotten."""
    used, looked = threading.Event(), threading.Event()
    forget = actions.forget_pictures
    monkeypatch.setattr(actions, "forget_pictures", lambda tokens: (looked.set(), forget(tokens))[1])

    def use(owner, picture):
        with transaction.atomic():
            use_pictures(owner, [picture.token])
            used.set()
            assert looked.wait(10)
        connection.close()

    def forget_others():
        assert used.wait(10)
        forget_unused(clock.now())
        connection.close()

    def run(owner, picture):
        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(use, owner, picture), pool.submit(forget_others)]:
                done.result(30)

    return run


@pytest.mark.django_db(transaction=True)
def test_a_picture_used_just_as_its_day_is_over_stays(media, race):
    owner = make_member()
    picture = make_old(owner)
    race(owner, picture)
    picture.refresh_from_db()
    assert picture.used_at is not None
    assert files_in(media)


@pytest.mark.django_db(transaction=True)
def test_that_it_stays_is_the_locks_doing(media, race, monkeypatch):
    """The control: without the lock it is read as unused, and deleted when the other has committed."""
    monkeypatch.setattr(PictureQuerySet, "select_for_update", lambda self, **_: self)
    owner = make_member()
    race(owner, make_old(owner))
    assert not Picture.objects.exists()
    assert not files_in(media)
