"""A copy of one's data: whole, private, one at a time, gone after two days."""

import contextlib
import io
import json
import re
import threading
import time
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, connections
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext

from community.data_rights import archive
from community.data_rights.actions import (
    ExportRefused,
    ask_export,
    build_export,
    exports,
    forget_exports_of,
    forget_old_exports,
)
from community.data_rights.archive import Archive, exported
from community.data_rights.models import Export
from community.discussions.models import Post
from community.members.actions.accounts import change_avatar
from community.moderation.actions.items import hold_content
from community.moderation.actions.sanctions import silence_member
from community.notices.models import Notice
from community.personal.registry import Erasure, Personal
from realtime import clock
from tests.factories.discussions import make_post
from tests.factories.leaving import speckled
from tests.factories.members import make_member, make_moderator
from tests.factories.pictures import make_row, make_taken
from tests.jobs import waiting, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(handle="anna", bio="Je remonte ma montre.")


def made(member):
    """A copy that was asked for and built, opened."""
    export = ask_export(member)
    build_export(export.pk)
    export.refresh_from_db()
    return export, zipfile.ZipFile(io.BytesIO(export.path.read_bytes()))


def rows(zipped, name):
    return json.loads(zipped.read(name))["rows"]


class TestWhatIsInIt:
    def test_a_file_for_each_table_and_a_guide(self, member):
        _export, zipped = made(member)
        assert zipped.testzip() is None
        assert set(zipped.namelist()) == {"LISEZMOI.txt", *(archive.file_name(entry) for entry in exported())}

    def test_the_member_as_stored(self, member):
        _export, zipped = made(member)
        [row] = rows(zipped, "members-member-pk.json")
        assert (row["handle"], row["email"], row["bio"]) == ("anna", member.email, "Je remonte ma montre.")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", row["date_joined"])
        assert "password" not in row

    def test_each_key_is_explained_in_the_members_language(self, member):
        _export, zipped = made(member)
        about = json.loads(zipped.read("discussions-post-author.json"))
        assert about["fields"]["source"] == "ce que tu as écrit"
        assert "discussions-post-author.json" in zipped.read("LISEZMOI.txt").decode()

    def test_ones_own_posts_and_nobody_elses(self, member):
        make_post(author=member, source='Mon "cadran",\n=1+1')
        make_post(source="Le cadran d’un autre")
        _export, zipped = made(member)
        assert [row["source"] for row in rows(zipped, "discussions-post-author.json")] == ['Mon "cadran",\n=1+1']

    def test_ones_own_pictures(self, member):
        picture = make_taken(member)
        other = make_taken(make_member())
        _export, zipped = made(member)
        assert zipped.read(f"images/{picture.token}.webp")[:4] == b"RIFF"
        assert not any(other.token in name for name in zipped.namelist())

    def test_what_the_team_notes_for_itself_stays_there(self, member):
        guard = make_moderator()
        hold_content("post", "1", author_id=member.pk, why="Mot surveillé : zinzolin")
        silence_member(member, by=guard, reason="Trop de réclame.", days=3)
        _export, zipped = made(member)
        told = b"".join(zipped.read(name) for name in zipped.namelist()).decode()
        assert "zinzolin" not in told
        assert guard.handle not in told
        acts = rows(zipped, "moderation-auditentry-about.json")
        assert [act["verb"] for act in acts] == ["item.held", "member.silenced"]
        assert rows(zipped, "moderation-silence-member.json")[0]["reason"] == "Trop de réclame."

    def test_a_picture_whose_file_is_gone_is_left_out(self, member):
        make_row(member)
        _export, zipped = made(member)
        assert len(rows(zipped, "pictures-picture-owner.json")) == 1
        assert not [name for name in zipped.namelist() if name.startswith("images/")]

    def test_the_portrait(self, member, django_capture_on_commit_callbacks):
        change_avatar(member, speckled())
        _export, zipped = made(member)
        assert zipped.read("images/portrait.jpg")[:2] == b"\xff\xd8"

    @pytest.mark.parametrize(
        "name", ["../portrait.jpg", "/etc/passwd", "a b.jpg", "", ".", "..", "x/../y.jpg", "CON:.jpg"]
    )
    def test_no_name_leads_out_of_the_folder(self, tmp_path, member, name):
        entry = Personal("members.Member", "pk", {}, Erasure.DELETE, media=lambda _pk: [(name, tmp_path / "any")])
        with Archive(tmp_path / "a.zip", clock.now()) as written, pytest.raises(ValueError, match="no name for a file"):
            written.add(entry, member.pk)

    def test_the_cost_does_not_grow_with_what_one_has(self):
        asked = []
        for posts in (1, 3):
            member = make_member()
            for _ in range(posts):
                make_post(author=member)
            export = ask_export(member)
            with CaptureQueriesContext(connection) as queries:
                build_export(export.pk)
            asked.append(len(queries))
        assert asked[0] == asked[1] < 3 * len(exported())


class TestWithinAMinute:
    @pytest.mark.parametrize(("posts", "pictures"), [(1_000, 10), pytest.param(50_000, 500, marks=pytest.mark.heavy)])
    def test_it_is_there_a_minute_after_it_was_asked_for(self, member, posts, pictures):
        post = make_post(author=member)
        again = {"thread": post.thread, "author": member, "source": post.source, "html": post.html, "at": post.at}
        Post.objects.bulk_create(Post(number=number, state=post.state, **again) for number in range(2, posts + 1))
        for _ in range(pictures):
            make_taken(member)
        began = time.monotonic()
        export = ask_export(member)
        work_off()
        export.refresh_from_db()
        assert time.monotonic() - began < 60
        zipped = zipfile.ZipFile(export.path)
        assert len(rows(zipped, "discussions-post-author.json")) == posts
        assert len([name for name in zipped.namelist() if name.startswith("images/")]) == pictures


class TestAsking:
    def test_a_worker_builds_it_and_its_member_is_told(self, member):
        export = ask_export(member)
        assert waiting(exports.TASK) == [{"export_id": export.pk}]
        work_off()
        export.refresh_from_db()
        assert export.ready_at is not None
        assert export.done == export.parts == len(exported())
        assert export.size == export.path.stat().st_size
        [notice] = Notice.objects.filter(member=member)
        assert notice.kind == "export_ready"

    def test_it_lies_where_no_address_reaches(self, member, settings):
        export, _zipped = made(member)
        assert export.path.is_relative_to(settings.MEDIA_ROOT / "private")

    def test_one_at_a_time(self, member):
        ask_export(member)
        with pytest.raises(ExportRefused, match="déjà en préparation"):
            ask_export(member)
        assert Export.objects.count() == len(waiting(exports.TASK)) == 1

    def test_three_a_day_and_no_fourth(self, member):
        for _ in range(3):
            made(member)
        with pytest.raises(ExportRefused, match="Trois copies"):
            ask_export(member)
        assert Export.objects.count() == 3
        assert len(waiting(exports.TASK)) == 3  # none was put aside for the fourth

    def test_the_fourth_the_day_after(self, member):
        for _ in range(3):
            made(member)
        Export.objects.update(asked_at=F("asked_at") - timedelta(days=1))
        assert ask_export(member).pk

    def test_others_have_their_own_three(self, member):
        for _ in range(3):
            made(member)
        assert ask_export(make_member()).pk


@pytest.mark.django_db(transaction=True)
class TestTwoWindows:
    """Pressed in several windows at once: one copy, and words for the others."""

    def press(self, member, monkeypatch, windows=3):
        outcome, together = [], threading.Barrier(windows)
        check = exports.export_refusal

        def slowly(*args):
            refusal = check(*args)
            with contextlib.suppress(threading.BrokenBarrierError):
                together.wait(0.3)  # whoever is alone under the lock waits in vain
            return refusal

        monkeypatch.setattr(exports, "export_refusal", slowly)

        def run():
            try:
                outcome.append(ask_export(member).pk and "made")
            except ExportRefused:
                outcome.append("refused")
            except IntegrityError:
                outcome.append("broken")
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run) for _ in range(windows)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(outcome)

    def test_one_is_made(self, member, monkeypatch):
        assert self.press(member, monkeypatch) == ["made", "refused", "refused"]
        assert Export.objects.count() == 1

    def test_without_the_lock_they_run_into_the_database(self, member, monkeypatch):
        monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)
        assert self.press(member, monkeypatch) == ["broken", "broken", "made"]
        assert Export.objects.count() == 1


class TestAWorkerThatIsKilled:
    def test_in_the_middle_and_run_again_there_is_one_good_file(self, member, monkeypatch):
        export = ask_export(member)
        add, done = Archive.add, []

        def die(self, entry, member_id):
            add(self, entry, member_id)
            done.append(entry)
            if len(done) == 5:
                raise KeyboardInterrupt

        monkeypatch.setattr(Archive, "add", die)
        with pytest.raises(KeyboardInterrupt):
            build_export(export.pk)
        export.refresh_from_db()
        assert (export.done, export.ready_at, export.path.exists()) == (4, None, False)
        assert not Notice.objects.exists()

        monkeypatch.setattr(Archive, "add", add)
        build_export(export.pk)
        assert zipfile.ZipFile(export.path).testzip() is None
        assert [path.name for path in export.path.parent.iterdir()] == [export.path.name]
        assert Notice.objects.count() == 1

    def test_whose_member_leaves_meanwhile_leaves_no_file(
        self, member, monkeypatch, django_capture_on_commit_callbacks
    ):
        export, add = ask_export(member), Archive.add_guide

        def leave(self, handle):
            add(self, handle)
            with django_capture_on_commit_callbacks(execute=True):
                forget_exports_of(member.pk)

        monkeypatch.setattr(Archive, "add_guide", leave)
        build_export(export.pk)
        assert list(export.path.parent.iterdir()) == []
        assert not Export.objects.exists()
        assert not Notice.objects.exists()

    def test_a_second_run_of_what_is_done_changes_nothing(self, member):
        export, _zipped = made(member)
        before = export.path.stat().st_mtime_ns
        build_export(export.pk)
        assert export.path.stat().st_mtime_ns == before
        assert Notice.objects.count() == 1


class TestForgetting:
    def age(self, **fields):
        Export.objects.update(**fields)

    def test_after_two_days_the_file_and_the_row_are_gone(self, member, django_capture_on_commit_callbacks):
        export, _zipped = made(member)
        now = clock.now()
        self.age(ready_at=now - timedelta(hours=48))
        with django_capture_on_commit_callbacks(execute=True):
            assert forget_old_exports(now) == 1
        assert not export.path.exists()
        assert not Export.objects.exists()

    def test_a_moment_before_they_stay(self, member, django_capture_on_commit_callbacks):
        export, _zipped = made(member)
        now = clock.now()
        self.age(ready_at=now - timedelta(hours=47, minutes=59))
        with django_capture_on_commit_callbacks(execute=True):
            assert forget_old_exports(now) == 0
        assert export.path.exists()

    def test_one_that_nobody_finished_stands_in_nobodys_way(self, member):
        ask_export(member)
        now = clock.now()
        self.age(asked_at=now - timedelta(hours=1))
        assert forget_old_exports(now) == 1
        assert ask_export(member).pk


def test_no_mail_carries_the_file(member):
    made(member)
    assert not any(message.attachments for message in mail.outbox)
