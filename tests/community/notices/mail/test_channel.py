"""Notices by mail: whom they reach, what the letter says, and what a real server makes of it."""

from datetime import timedelta
from email import message_from_bytes, policy
from uuid import uuid4

import pytest
from django.test import Client

from community.discussions.actions.posts import hide_post
from community.mail.actions import note_refusal, trust_address
from community.mail.models import MailAddressState
from community.notices.actions import tell
from community.notices.actions.sending import deliver_due
from community.notices.channels import Outcome
from community.notices.mail.channel import CHANNEL, MOST_LINES, reachable, send, write
from community.notices.models import Envelope, Fate, Notice
from realtime import clock
from tests.community.notices.mail.conftest import envelope, line
from tests.factories.discussions import make_post, make_thread
from tests.factories.members import make_member
from tests.smtp import DISTRUSTED, FULL, UNKNOWN, running_postman

pytestmark = pytest.mark.django_db

SENT, LATER, GONE = Outcome.SENT, Outcome.LATER, Outcome.GONE


class TestReach:
    def test_only_confirmed_addresses_that_work_of_members_who_are_there(self, django_assert_num_queries):
        reached, unconfirmed, nameless = make_member(), make_member(confirmed=False), make_member(confirmed=None)
        failing, closed = make_member(), make_member(is_active=False)
        note_refusal(failing.email, clock.now())
        members = [each.pk for each in (reached, unconfirmed, nameless, failing, closed)]
        with django_assert_num_queries(1):
            assert reachable(members) == {reached.pk}
        trust_address(failing.email, clock.now())
        assert reachable(members) == {reached.pk, failing.pk}


@pytest.mark.usefixtures("kinds")
class TestLetter:
    def test_one_line_is_the_subject_and_stands_in_both_parts(self):
        mail = write(envelope(line("Ada t’a répondu : « 28’800 »")))
        assert mail.subject == "Ada t’a répondu : « 28’800 »"
        for part in (mail.body, mail.alternatives[0][0]):
            assert "Ada t’a répondu : « 28’800 »" in part
            assert "http://testserver/moi/avis/1/" in part
            assert "Genre courrier" in part
            assert "/moi/avis/reglages/" in part

    def test_several_lines_are_counted_and_a_digest_says_that_it_is_one(self):
        lines = (line("Une"), line("Deux", "gazette", 2), line("Trois", pk=3))
        mail, digest = write(envelope(*lines)), write(envelope(*lines, is_digest=True))
        assert (mail.subject, digest.subject) == ("3 avis pour toi", "Ton résumé\xa0: 3 avis")
        for part in (mail.body, mail.alternatives[0][0]):
            assert [part.index(words) for words in ("Une", "Deux", "Trois")]
            assert "Genre courrier · Genre gazette" in part

    @pytest.mark.parametrize(("number", "told"), [(MOST_LINES, ""), (MOST_LINES + 1, "Et 1 autre, plus ancien")])
    def test_a_long_one_shows_the_latest_and_counts_the_others(self, number, told):
        mail = write(envelope(*(line(f"Avis nº{each}.", pk=each) for each in range(1, number + 1))))
        assert mail.subject == f"{number} avis pour toi"
        for part in (mail.body, mail.alternatives[0][0]):
            assert told in part
            assert part.count("Avis nº") - part.count("opacity:0") == MOST_LINES
            assert f"Avis nº{number}." in part
            assert ("Avis nº1." in part) == (not told)
        assert len(mail.alternatives[0][0]) < 102_000

    def test_its_hours_and_its_addresses_are_the_members(self):
        mail = write(envelope(member=make_member(language="de", zone="Pacific/Auckland")))
        assert "01:00" in mail.body
        assert "http://localhost" in mail.extra_headers["List-Unsubscribe"]
        assert "/de/avis/desabonner/" in mail.extra_headers["List-Unsubscribe"]

    def test_its_name_is_the_envelopes_and_says_how_to_leave(self, settings):
        settings.SITE_URL = "https://qlock.example"
        message = message_from_bytes(write(envelope()).message().as_bytes(), policy=policy.default)
        assert message["Message-ID"] == "<0123456789abcdef0123456789abcdef@qlock.example>"
        assert message["List-Unsubscribe"].startswith("<https://qlock.example/avis/desabonner/")
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Feedback-ID"] is None

    def test_the_way_out_stands_on_the_line_of_its_header(self):
        """Whoever reads headers line by line finds it."""
        raw = write(envelope(member=make_member(language="de"))).message().as_bytes().decode()
        assert "\nList-Unsubscribe: <http://localhost:8000/de/avis/desabonner/" in raw
        assert max(map(len, raw.partition("\n\n")[0].splitlines())) < 998

    def test_leaving_is_one_kind_for_one_kind_and_all_for_several(self, kinds):
        one, several = write(envelope()), write(envelope(line(), line(kind="gazette")))
        assert one.body.count("/avis/desabonner/") == 2
        assert several.body.count("/avis/desabonner/") == 1
        assert several.extra_headers["List-Unsubscribe"][1:-1] in several.body

    def test_words_with_line_breaks_make_no_header(self):
        mail = write(envelope(line("Un titre\r\nBcc: eve@evil.example\r\n\r\n<script>")))
        message = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
        assert message["bcc"] is None
        assert mail.recipients() == message["to"].split()
        assert "<script>" not in mail.alternatives[0][0]


@pytest.mark.usefixtures("kinds")
class TestSending:
    def test_many_by_one_connection_each_told_as_it_is_done(self, settings):
        envelopes = [envelope(key=uuid4().hex) for _ in range(3)]
        with running_postman(settings) as postman:
            done = send(envelopes)
            assert next(done) == (envelopes[0].key, SENT)
            assert len(postman.mails) <= 2
            assert list(done) == [(each.key, SENT) for each in envelopes[1:]]
        assert postman.lines == 1
        assert [mail["to"] for mail in postman.mails] == [each.member.email for each in envelopes]

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_asks_the_database_nothing(self, django_assert_num_queries, number):
        envelopes = [envelope(key=uuid4().hex) for _ in range(number)]
        with django_assert_num_queries(0):
            assert [outcome for _key, outcome in send(envelopes)] == [SENT] * number

    @pytest.mark.parametrize(
        ("reply", "outcome", "fault"), [(FULL, LATER, ""), (UNKNOWN, GONE, "refused"), (DISTRUSTED, LATER, "")]
    )
    def test_what_a_server_says_of_a_mailbox(self, settings, reply, outcome, fault):
        envelopes = [envelope(key=uuid4().hex) for _ in range(3)]
        refused = envelopes[1].member
        with running_postman(settings, replies={refused.email: reply}):
            outcomes = [each for _key, each in send(envelopes)]
        assert outcomes == [SENT, outcome, SENT]
        assert list(MailAddressState.objects.values_list("address", "fault")) == (
            [(refused.email, fault)] if fault else []
        )
        assert Notice.objects.filter(kind="mail_failing", member=refused).count() == bool(fault)

    def test_what_was_cut_off_after_the_last_word_goes_again_under_the_same_name(self, settings):
        """The server took it, and nobody heard: the mailbox sees by its name that it has it already."""
        cut = envelope()
        with running_postman(settings, drops=1) as postman:
            assert list(send([cut])) == [(cut.key, LATER)]
            assert list(send([cut])) == [(cut.key, SENT)]
        first, second = postman.mails
        assert first["Message-ID"] == second["Message-ID"] == f"<{cut.key}@localhost>"


@pytest.mark.usefixtures("kinds")
class TestThroughTheEngine:
    def test_a_notice_becomes_a_mail_once_and_a_dead_server_makes_it_later(
        self, settings, django_capture_on_commit_callbacks
    ):
        member = make_member()
        tell("courrier", [member.pk], key="a")
        later = clock.now() + timedelta(minutes=11)
        with running_postman(settings, data="451 4.3.0 Not now") as postman:
            deliver_due(CHANNEL, lambda: later)
            assert Envelope.objects.get().outcome == ""
        with running_postman(settings) as postman:
            deliver_due(CHANNEL, lambda: later + timedelta(minutes=2))
            deliver_due(CHANNEL, lambda: later + timedelta(hours=2))
        (mail,) = postman.mails
        sent = Envelope.objects.get()
        assert (sent.outcome, sent.tries) == (Fate.SENT, 2)
        assert mail["Message-ID"] == f"<{sent.key.hex}@localhost>"

    def test_what_is_hidden_before_is_not_mailed(self, settings):
        post = make_post(thread=make_thread(title="Un titre qui disparaît"), author=make_member())
        member = make_member()
        data = {"post": post.pk, "thread": post.thread_id, "title": post.thread.title}
        tell("mention", [member.pk], actor_id=post.author_id, key=f"thread:{post.thread_id}", data=data)
        hide_post(post)
        with running_postman(settings) as postman:
            deliver_due(CHANNEL, lambda: clock.now() + timedelta(minutes=11))
        assert postman.mails == []

    def test_what_is_still_shown_is(self, settings):
        post = make_post(thread=make_thread(title="Un titre qui reste"), author=make_member(handle="grace"))
        member = make_member()
        data = {"post": post.pk, "thread": post.thread_id, "title": post.thread.title}
        tell("mention", [member.pk], actor_id=post.author_id, key=f"thread:{post.thread_id}", data=data)
        with running_postman(settings) as postman:
            deliver_due(CHANNEL, lambda: clock.now() + timedelta(minutes=11))
        assert [mail["subject"] for mail in postman.mails] == ["@grace te mentionne dans «\xa0Un titre qui reste\xa0»"]

    def test_what_is_read_before_is_not_mailed(self, settings):
        member = make_member()
        tell("courrier", [member.pk], key="a")
        client = Client()
        client.force_login(member)
        client.get(f"/moi/avis/{Notice.objects.get().pk}/")
        with running_postman(settings) as postman:
            deliver_due(CHANNEL, lambda: clock.now() + timedelta(minutes=11))
        assert postman.mails == []
