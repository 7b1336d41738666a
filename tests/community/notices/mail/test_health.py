"""How the mail of a member is doing, and what they are told when it is not."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from community.mail.actions import News, note_refusal, take_news, trust_address
from community.mail.queries import state_of
from community.members.models import Member
from community.notices.health import Health
from community.notices.kinds import MAIL
from community.notices.mail.failing import members_among
from community.notices.mail.health import card
from community.notices.mail.tickets import Proof, Ticket, proof_text, ticket_text
from community.notices.models import Envelope, Fate, Notice
from realtime import clock
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def signed_in(member):
    client = Client()
    client.force_login(member)
    return client


class TestCard:
    def test_an_address_that_is_not_confirmed_gets_nothing(self):
        for confirmed in (False, None):
            shown = card(make_member(confirmed=confirmed), clock.now())
            assert (shown.state, shown.template) == (Health.OFF, "")
            assert shown.advice

    def test_nothing_went_yet(self, django_assert_num_queries):
        member = make_member()
        with django_assert_num_queries(3):
            shown = card(member, clock.now())
        assert (shown.state, shown.worked_at) == (Health.UNPROVEN, None)
        assert member.email in shown.sentence

    def test_it_works_since_the_last_mail_that_went_or_came(self):
        member, now = make_member(), clock.now()
        sent = {"member": member, "channel": MAIL, "outcome": Fate.SENT, "made_at": now}
        Envelope.objects.create(key=uuid4(), sent_at=now - timedelta(hours=3), **sent)
        assert card(member, now).worked_at == now - timedelta(hours=3)
        take_news([News("1", "delivered", member.email, now - timedelta(hours=2))], now)
        shown = card(member, now)
        assert (shown.state, shown.worked_at) == (Health.WORKS, now - timedelta(hours=2))

    @pytest.mark.parametrize("kind", ["bounced", "complained"])
    def test_it_says_since_when_and_why_nothing_goes(self, kind):
        member, now = make_member(), clock.now()
        take_news([News("1", kind, member.email, now, permanent=True)], now)
        shown = card(member, now)
        assert shown.state == Health.FAILING
        assert member.email in shown.sentence
        assert shown.advice
        assert shown.template
        trust_address(member.email, now)
        assert (card(member, now).state, card(member, now).worked_at) == (Health.WORKS, now)

    def test_its_hours_are_the_members(self):
        member = make_member(zone="Pacific/Auckland")
        note_refusal(member.email, datetime(2026, 11, 23, 12, tzinfo=UTC))
        assert "24 novembre 2026, 01:00" in card(member, clock.now()).sentence

    def test_the_page_shows_it(self):
        member = make_member()
        note_refusal(member.email, clock.now())
        page = signed_in(member).get("/moi/alertes/").content.decode()
        assert "ne passe plus" in page
        assert member.email in page
        assert 'action="/moi/alertes/mail/"' in page


class TestNotice:
    def test_it_is_told_once_under_the_bell_and_leads_to_the_alerts(self):
        member, other = make_member(), make_member()
        note_refusal(member.email, clock.now())
        take_news([News("1", "complained", member.email, clock.now())], clock.now())
        told = Notice.objects.get()
        assert (told.member, told.kind) == (member, "mail_failing")
        client = signed_in(member)
        assert "ne t’arrivent plus" in client.get("/moi/avis/").content.decode()
        assert client.get(f"/moi/avis/{told.pk}/").url == "/moi/alertes/"
        assert not Notice.objects.filter(member=other).exists()

    def test_members_addresses_are_known_whether_confirmed_or_waiting(self, django_assert_num_queries):
        member = make_member()
        EmailAddress.objects.create(user=member, email="nouvelle@test.example", verified=False)
        with django_assert_num_queries(1):
            found = members_among([member.email, "nouvelle@test.example", "personne@test.example"])
        assert found == {member.email, "nouvelle@test.example"}

    def test_an_address_of_nobody_is_told_to_nobody(self):
        note_refusal("personne@test.example", clock.now())
        assert not Notice.objects.exists()


def link_in(message):
    return message.body.split("http://localhost:8000")[1].split()[0]


class TestControl:
    def test_a_mail_is_sent_whose_link_opens_the_way_again(self):
        member = make_member()
        note_refusal(member.email, clock.now())
        assert signed_in(member).post("/moi/alertes/mail/").url == "/moi/alertes/"
        (message,) = mail.outbox
        assert message.to == [member.email]
        stranger = Client()
        assert "Confirmer" in stranger.get(link_in(message)).content.decode()
        assert state_of(member.email).fault
        assert "Bien reçu" in stranger.post(link_in(message)).content.decode()
        assert not state_of(member.email).fault

    def test_three_an_hour(self, settings):
        client = signed_in(make_member())
        assert [client.post("/moi/alertes/mail/").status_code for _ in range(4)] == [302, 302, 302, 429]
        assert len(mail.outbox) == 3

    def test_a_server_that_is_gone_is_said(self, monkeypatch):
        def refuse(*args, **kwargs):
            raise ConnectionRefusedError

        monkeypatch.setattr("community.notices.mail.views.send_letter", refuse)
        page = signed_in(make_member()).post("/moi/alertes/mail/", follow=True).content.decode()
        assert "n’est pas parti" in page

    def test_it_is_for_members(self):
        answer = Client().post("/moi/alertes/mail/")
        assert answer.url.startswith("/comptes/login/")
        assert mail.outbox == []

    def test_of_another_address_another_day_or_another_hand_it_opens_nothing(self, monkeypatch):
        member = make_member()
        note_refusal(member.email, clock.now())
        with monkeypatch.context() as yesterday:
            yesterday.setattr("time.time", lambda: clock.now().timestamp() - 86_500)
            old = proof_text(Proof(member.pk, member.email))
        proofs = [old, proof_text(Proof(member.pk, "autre@test.example")), ticket_text(Ticket(member.pk)), "x"]
        for proof in proofs:
            answer = Client().post(f"/avis/adresse/{proof}/")
            assert answer.status_code == 404
            assert "Rien n’a changé" in answer.content.decode()
        Member.objects.filter(pk=member.pk).update(erased_at=clock.now())
        assert Client().post(f"/avis/adresse/{proof_text(Proof(member.pk, member.email))}/").status_code == 404
        assert state_of(member.email).fault
