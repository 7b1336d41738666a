"""What is learnt of addresses: by refusals, by confirmation, and forgotten again."""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, email_confirmed

from community.mail import actions, failing, holders
from community.mail.actions import KEPT, News, forget_old_events, note_refusal, take_news, trust_address
from community.mail.models import MailAddressState, MailEvent
from community.mail.queries import state_of
from community.mail.tasks import forget
from community.personal.registry import Leaving, entries_of
from realtime import clock
from tests.at_once import at_once
from tests.factories.members import make_member

ADA, EVE = "ada@test.example", "eve@test.example"


@pytest.fixture
def heard(monkeypatch):
    told = []
    monkeypatch.setattr(failing, "_listeners", [told.append])
    monkeypatch.setattr(holders, "_holders", [set])
    return told


@pytest.mark.django_db
class TestOneAddress:
    def test_a_refusal_is_told_once(self, heard):
        now = clock.now()
        note_refusal("Ada@test.example", now)
        note_refusal(ADA, now)
        assert (state_of(ADA).fault, state_of(ADA).failing_since) == ("refused", now)
        assert heard == [[ADA]]
        assert not state_of(EVE).fault

    def test_confirmed_anew_it_works_and_may_fail_anew(self, heard):
        now = clock.now()
        note_refusal(ADA, now)
        trust_address(ADA, now)
        assert not state_of(ADA).fault
        note_refusal(ADA, now + timedelta(seconds=1))
        assert heard == [[ADA], [ADA]]

    def test_one_that_we_never_heard_of_is_known_once_it_is_confirmed(self):
        now = clock.now()
        trust_address("Ada@test.example", now)
        assert state_of(ADA).trusted_at == now

    def test_what_happened_before_it_was_confirmed_is_no_news(self, heard):
        now = clock.now()
        note_refusal(ADA, now)
        trust_address(ADA, now)
        assert take_news([News("1", "bounced", ADA, now - timedelta(hours=1), permanent=True)], now) == 1
        assert not state_of(ADA).fault
        assert heard == [[ADA]]

    def test_allauth_says_that_it_was_confirmed(self, rf):
        member = make_member()
        note_refusal(member.email, clock.now())
        address = EmailAddress.objects.get(user=member)
        request = rf.get("/")
        request.session = {}
        email_confirmed.send(EmailAddress, request=request, email_address=address)
        assert not state_of(member.email).fault
        assert state_of(member.email).trusted_at

    def test_an_address_that_was_left_is_forgotten(self, rf):
        member = make_member()
        note_refusal(member.email, clock.now())
        address = EmailAddress.objects.get(user=member)
        email_changed.send(
            EmailAddress, request=rf.get("/"), user=member, from_email_address=address, to_email_address=address
        )
        assert not MailAddressState.objects.exists()

    def test_who_leaves_for_good_leaves_nothing_here(self):
        for address in (ADA, EVE):
            note_refusal(address, clock.now())
        (entry,) = entries_of("mail.MailAddressState")
        for _ in range(2):
            entry.on_erasure(Leaving(1, ("ada",), (ADA.upper(),), "membre-parti-1", takes_words=True))
        assert [state.address for state in MailAddressState.objects.all()] == [EVE]

    def test_of_an_address_we_never_heard_of_nothing_is_known(self):
        assert (state_of(ADA).fault, state_of(ADA).delivered_at) == ("", None)

    def test_old_names_of_events_are_forgotten(self):
        now = clock.now()
        for name, age in (("old", KEPT + timedelta(minutes=1)), ("young", KEPT - timedelta(minutes=1))):
            MailEvent.objects.create(name=name, at=now - age)
        forget(0)
        assert [each.name for each in MailEvent.objects.all()] == ["young"]
        assert forget_old_events(now) == 0


def tell_twice_at_once(monkeypatch, heard):
    """Two events about one address, of which the second looks before the first has written."""
    both = threading.Barrier(2, timeout=0.5)
    accuse = actions._accuse

    def slowly(state, *args):
        with suppress(threading.BrokenBarrierError):  # the other one waits for the lock, as it should
            both.wait()
        return accuse(state, *args)

    monkeypatch.setattr(actions, "_accuse", slowly)
    now = clock.now()
    at_once(*(lambda name=name: take_news([News(name, "complained", ADA, now)], now) for name in ("1", "2")))
    return len(heard)


@pytest.mark.django_db(transaction=True)
def test_two_events_at_once_are_told_once(monkeypatch, heard):
    assert tell_twice_at_once(monkeypatch, heard) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_they_would_be_told_twice(monkeypatch, heard):
    def without_a_lock(addresses):
        MailAddressState.objects.bulk_create(
            [MailAddressState(address=each) for each in addresses], ignore_conflicts=True
        )
        return {state.address: state for state in MailAddressState.objects.filter(address__in=addresses)}

    MailAddressState.objects.create(address=ADA)
    monkeypatch.setattr(actions, "_lock", without_a_lock)
    assert tell_twice_at_once(monkeypatch, heard) == 2
