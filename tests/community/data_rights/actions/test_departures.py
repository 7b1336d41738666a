"""Asking to leave, thinking again, and being gone."""

import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connections
from django.db.models import QuerySet

from community.data_rights.actions import (
    CannotCallOff,
    DepartureRefused,
    ask_departure,
    call_off_departure,
    carry_out,
    departures,
)
from community.data_rights.models import Departure
from community.data_rights.queries import due_departures
from community.data_rights.tasks import let_go
from community.mail.models import MailAddressState
from community.members.models import Member, RetiredHandle
from community.personal import objections
from realtime import clock
from tests.factories.leaving import make_due
from tests.factories.members import make_member, make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(handle="anna", email="anna@test.example")


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    def committed(verb, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return verb(*args, **kwargs)

    return committed


@pytest.fixture
def objection():
    said = {}
    objections.register_objection("test", said.get)
    yield said
    objections.unregister_objection("test")


def is_whole(member):
    stored = Member.objects.get(pk=member.pk)
    return (stored.handle, stored.is_active, stored.erased_at) == (member.handle, True, None)


class TestAsking:
    def test_twelve_hours_and_a_letter(self, member, committed):
        before = clock.now()
        departure = committed(ask_departure, member, takes_words=False)
        assert timedelta(0) <= departure.due_at - before - timedelta(hours=12) < timedelta(minutes=1)
        assert is_whole(member)
        [letter] = mail.outbox
        assert letter.to == ["anna@test.example"]
        assert "/moi/donnees/effacer/" in letter.body

    def test_again_keeps_the_hour_and_takes_the_last_word(self, member, committed):
        first = committed(ask_departure, member, takes_words=False)
        committed(ask_departure, member, takes_words=True)
        [departure] = Departure.objects.all()
        assert (departure.due_at, departure.takes_words) == (first.due_at, True)
        assert len(mail.outbox) == 1

    @pytest.mark.parametrize("right", ["is_staff", "is_superuser"])
    def test_who_works_here_is_refused(self, right, committed):
        member = make_member(**{right: True})
        with pytest.raises(DepartureRefused, match="bonjour@localhost"):
            committed(ask_departure, member, takes_words=False)
        assert not Departure.objects.exists()
        assert not mail.outbox

    def test_who_is_in_a_team_is_refused(self, member):
        member.groups.add(Group.objects.create(name="Équipe"))
        with pytest.raises(DepartureRefused):
            ask_departure(member, takes_words=False)
        assert not Departure.objects.exists()

    def test_whom_a_part_objects_to_is_refused_in_its_words(self, member, objection):
        objection[member.pk] = "Pas avant la livraison."
        with pytest.raises(DepartureRefused, match="Pas avant la livraison"):
            ask_departure(member, takes_words=False)
        assert not Departure.objects.exists()


class TestCallingOff:
    def test_nothing_happens_any_more(self, member, committed):
        departure = committed(ask_departure, member, takes_words=True)
        committed(call_off_departure, member)
        Departure.objects.update(due_at=clock.now())
        carry_out(departure.pk)
        assert is_whole(member)
        assert [letter.subject for letter in mail.outbox] == ["Tu as demandé à partir", "Tu restes"]

    def test_one_may_ask_again(self, member):
        ask_departure(member, takes_words=False)
        call_off_departure(member)
        ask_departure(member, takes_words=False)
        assert Departure.objects.filter(called_off_at=None).count() == 1

    def test_nothing_to_call_off(self, member, committed):
        with pytest.raises(CannotCallOff):
            committed(call_off_departure, member)
        assert not mail.outbox

    def test_too_late(self, member, committed):
        departure = make_due(member)
        committed(carry_out, departure.pk)
        mail.outbox.clear()
        with pytest.raises(CannotCallOff):
            committed(call_off_departure, member)
        assert Departure.objects.get().called_off_at is None
        assert not mail.outbox


class TestCarryingOut:
    def test_the_last_letter(self, member, committed):
        committed(carry_out, make_due(member).pk)
        [letter] = mail.outbox
        assert (letter.to, letter.subject) == (["anna@test.example"], "C’est fait")

    def test_not_a_minute_too_soon(self, member):
        departure = make_due(member)
        Departure.objects.update(due_at=clock.now() + timedelta(minutes=1))
        carry_out(departure.pk)
        assert due_departures(clock.now()) == []
        assert is_whole(member)

    def test_the_worker_finds_those_that_are_due(self, member, committed):
        later = make_member()
        make_due(member)
        Departure.objects.filter(pk=make_due(later).pk).update(due_at=clock.now() + timedelta(hours=1))
        committed(let_go, timestamp=0)
        assert not is_whole(member)
        assert is_whole(later)
        assert due_departures(clock.now()) == []

    def test_an_objection_that_has_come_up_calls_it_off(self, member, committed, objection):
        departure = make_due(member)
        objection[member.pk] = "Une commande est en route."
        committed(carry_out, departure.pk)
        assert is_whole(member)
        assert Departure.objects.get().called_off_at is not None
        assert "Une commande est en route." in mail.outbox[0].body

    def test_who_was_hired_meanwhile_stays(self, member, committed):
        departure = make_due(member)
        Member.objects.filter(pk=member.pk).update(is_staff=True)
        committed(carry_out, departure.pk)
        assert is_whole(member)

    def test_killed_after_any_step_and_run_again_it_ends_the_same(self, member, committed, monkeypatch):
        erase, steps = departures.erase_entry, []
        departure = make_due(member)

        def die_after(number):
            def erase_or_die(entry, leaving):
                erase(entry, leaving)
                steps.append(entry.label)
                if len(steps) == number:
                    raise KeyboardInterrupt

            return erase_or_die

        for number in (1, 20, len(departures._in_order()) - 1):
            steps.clear()
            monkeypatch.setattr(departures, "erase_entry", die_after(number))
            with pytest.raises(KeyboardInterrupt):
                carry_out(departure.pk)
            assert not Member.objects.get(pk=member.pk).is_active  # the account is shut from the first step on
            assert due_departures(clock.now()) == [departure.pk]
        monkeypatch.setattr(departures, "erase_entry", erase)
        committed(carry_out, departure.pk)
        tomb = Member.objects.get(pk=member.pk)
        assert tomb.handle == departure.tombstone
        assert RetiredHandle.objects.count() == 1
        assert len(mail.outbox) == 1

    def test_killed_after_the_addresses_it_still_knows_them(self, member, committed, monkeypatch):
        EmailAddress.objects.create(user=member, email="autre@test.example")
        MailAddressState.objects.create(address="autre@test.example")
        departure, erase = make_due(member), departures.erase_entry

        def die_after_the_addresses(entry, leaving):
            erase(entry, leaving)
            if entry.label == "account.EmailAddress":
                raise KeyboardInterrupt

        monkeypatch.setattr(departures, "erase_entry", die_after_the_addresses)
        with pytest.raises(KeyboardInterrupt):
            carry_out(departure.pk)
        monkeypatch.setattr(departures, "erase_entry", erase)
        committed(carry_out, departure.pk)
        assert not MailAddressState.objects.exists()

    def test_done_is_done(self, member, committed):
        departure = make_due(member)
        committed(carry_out, departure.pk)
        before = Member.objects.values().get(pk=member.pk)
        mail.outbox.clear()
        committed(carry_out, departure.pk)
        assert Member.objects.values().get(pk=member.pk) == before
        assert not mail.outbox

    def test_a_moderator_who_left_the_team_goes_like_anybody(self, committed):
        guard = make_moderator()
        guard.groups.clear()
        Member.objects.filter(pk=guard.pk).update(is_staff=False)
        committed(carry_out, make_due(guard).pk)
        assert Member.objects.get(pk=guard.pk).erased_at is not None


class TestAfterARestore:
    def test_who_is_back_leaves_once_more(self, member, committed, capsys):
        committed(call_command, "erase_again", str(member.pk))
        assert Member.objects.get(pk=member.pk).erased_at is not None
        assert Departure.objects.get().takes_words
        assert capsys.readouterr().out == f"Member {member.pk}: erased.\n"

    def test_whose_wish_came_back_with_them(self, member, committed):
        ask_departure(member, takes_words=False)
        committed(call_command, "erase_again", str(member.pk))
        assert Member.objects.get(pk=member.pk).handle == Departure.objects.get().tombstone

    def test_a_tombstone_and_nobody_at_all(self, member, committed, capsys):
        committed(carry_out, make_due(member).pk)
        before = Member.objects.values().get(pk=member.pk)
        committed(call_command, "erase_again", str(member.pk), "999999")
        assert Member.objects.values().get(pk=member.pk) == before
        assert capsys.readouterr().out.count("nothing to erase") == 2

    def test_the_log_names_them_by_a_number(self, member, committed, caplog):
        committed(carry_out, make_due(member).pk)
        assert f"member {member.pk} was erased" in caplog.messages
        assert member.handle not in caplog.text
        assert member.email not in caplog.text


@pytest.mark.django_db(transaction=True)
class TestTheLastMoment:
    """Called off while it begins: whoever holds the row first has the last word."""

    def race(self, member, monkeypatch):
        departure, outcome = make_due(member), {}
        has_read, has_called = threading.Event(), threading.Event()

        def slowly(_member):
            has_read.set()
            has_called.wait(0.5)  # in vain, as long as the row is held

        monkeypatch.setattr(departures, "departure_refusal", slowly)

        def begin():
            try:
                departures._begin(departure.pk)
                outcome["begin"] = "done"
            except IntegrityError:
                outcome["begin"] = "broken"
            finally:
                connections.close_all()

        def call_off():
            has_read.wait()
            try:
                call_off_departure(member)
                outcome["call off"] = "done"
            except CannotCallOff:
                outcome["call off"] = "refused"
            finally:
                has_called.set()
                connections.close_all()

        threads = [threading.Thread(target=begin), threading.Thread(target=call_off)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return outcome, Member.objects.get(pk=member.pk).is_active

    def test_it_is_too_late_and_they_are_told(self, member, monkeypatch):
        outcome, is_active = self.race(member, monkeypatch)
        assert (outcome, is_active) == ({"begin": "done", "call off": "refused"}, False)

    def test_without_the_lock_it_runs_into_the_database(self, member, monkeypatch):
        monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)
        outcome, is_active = self.race(member, monkeypatch)
        assert (outcome, is_active) == ({"begin": "broken", "call off": "done"}, True)
