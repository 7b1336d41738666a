"""Silence and suspension: given, told, lifted, lapsed."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from community.members.actions import lapse_bans
from community.members.models import Ban, Member
from community.moderation.actions import (
    CannotSanction,
    NeedsReason,
    NotSanctioned,
    lift_silence,
    lift_suspension,
    silence_member,
    suspend_member,
)
from community.moderation.models import AuditEntry, Silence
from community.moderation.queries import writing_refusal
from tests.factories.members import make_member
from tests.factories.moderation import make_moderator

VERBS = [silence_member, suspend_member]


@pytest.fixture
def moderator(db):
    return make_moderator()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


class TestSilence:
    def test_it_lasts_so_many_days_and_is_told_by_mail(self, moderator, mailoutbox, committed):
        member = make_member(zone="Europe/Zurich")
        with committed():
            silence_member(member, by=moderator, reason="  Trop de   bruit ", days=7)
            assert not mailoutbox
        silence = Silence.objects.get()
        assert (silence.reason, silence.until - silence.at) == ("Trop de bruit", timedelta(days=7))
        assert "Trop de bruit" in writing_refusal(member, timezone.now())
        [mail] = mailoutbox
        assert mail.to == [member.email]
        assert "Trop de bruit" in mail.body
        [(html, kind)] = mail.alternatives
        assert (kind, "Trop de bruit" in html) == ("text/html", True)
        entry = AuditEntry.objects.get()
        assert (entry.verb, entry.by, entry.about_id, entry.data) == (
            "member.silenced",
            moderator,
            member.pk,
            {"days": 7},
        )

    def test_the_mail_is_in_the_members_language_and_hours(self, moderator, mailoutbox, committed):
        member = make_member(zone="Pacific/Auckland")
        with committed():
            silence_member(member, by=moderator, reason="Du bruit", days=1)
        until = timezone.localtime(Silence.objects.get().until, timezone=ZoneInfo(member.zone))
        assert f"{until:%H:%M}" in mailoutbox[0].body

    def test_for_good(self, moderator, mailoutbox, committed):
        member = make_member()
        with committed():
            silence_member(member, by=moderator, reason="Du bruit", days=None)
        assert Silence.objects.get().until is None
        assert writing_refusal(member, timezone.now() + timedelta(days=10_000))
        assert "Jusqu’au" not in mailoutbox[0].body

    def test_it_lapses_by_the_clock(self, moderator):
        member = make_member()
        silence_member(member, by=moderator, reason="Du bruit", days=1)
        until = Silence.objects.get().until
        assert writing_refusal(member, until - timedelta(seconds=1))
        assert writing_refusal(member, until) is None

    def test_its_end_is_told_in_the_members_zone(self, moderator):
        member = make_member(zone="Asia/Tokyo")
        silence = silence_member(member, by=moderator, reason="Du bruit", days=7)
        silence.until = silence.until.replace(hour=20, minute=5)
        silence.save()
        assert ", 05:05." in writing_refusal(member, timezone.now())

    def test_the_last_word_counts(self, moderator):
        member = make_member()
        silence_member(member, by=moderator, reason="Du bruit", days=1)
        silence_member(member, by=moderator, reason="Encore", days=30)
        assert Silence.objects.filter(lifted_at=None).get().reason == "Encore"
        assert Silence.objects.count() == 2

    def test_one_that_lapsed_is_filed_under_its_own_hour(self, moderator):
        member = make_member()
        hour = timezone.now() - timedelta(days=1)
        Silence.objects.create(member=member, reason="Autrefois", at=hour - timedelta(days=3), until=hour)
        silence_member(member, by=moderator, reason="Encore", days=1)
        assert Silence.objects.get(reason="Autrefois").lifted_at == hour

    def test_lifted_one_may_write(self, moderator, mailoutbox, committed):
        member = make_member()
        silence_member(member, by=moderator, reason="Du bruit", days=None)
        with committed():
            lift_silence(member, by=moderator)
        assert writing_refusal(member, timezone.now()) is None
        assert Silence.objects.get().lifted_by == moderator
        assert len(mailoutbox) == 1
        assert "écrire" in mailoutbox[0].subject


class TestSuspension:
    def test_it_keeps_out_and_is_told_by_mail(self, moderator, mailoutbox, committed):
        member = make_member()
        with committed():
            suspend_member(member, by=moderator, reason="Des menaces", days=3)
        ban = Ban.objects.get()
        assert timedelta(days=2, hours=23) < ban.until - timezone.now() <= timedelta(days=3)
        assert not Member.objects.get(pk=member.pk).is_active
        assert writing_refusal(Member.objects.get(pk=member.pk), timezone.now())
        assert "Des menaces" in mailoutbox[0].body

    def test_it_lapses_by_the_clock(self, moderator):
        member = make_member()
        suspend_member(member, by=moderator, reason="Des menaces", days=1)
        Ban.objects.update(until=timezone.now() - timedelta(seconds=1))
        lapse_bans()
        assert Member.objects.get(pk=member.pk).is_active

    def test_lifted_one_is_back(self, moderator, mailoutbox, committed):
        member = make_member()
        suspend_member(member, by=moderator, reason="Des menaces", days=None)
        with committed():
            lift_suspension(member, by=moderator)
        assert Member.objects.get(pk=member.pk).is_active
        assert Ban.objects.get().lifted_by == moderator
        assert len(mailoutbox) == 1

    def test_twice_is_refused(self, moderator):
        member = make_member()
        suspend_member(member, by=moderator, reason="Des menaces", days=None)
        with pytest.raises(CannotSanction):
            suspend_member(member, by=moderator, reason="Encore", days=1)
        assert Ban.objects.get().reason == "Des menaces"


@pytest.mark.django_db
@pytest.mark.parametrize("verb", VERBS)
class TestRefusals:
    def refused(self, error, verb, member, **asked):
        with pytest.raises(error):
            verb(member, **({"reason": "Du bruit", "days": 1} | asked))
        assert not Silence.objects.exists()
        assert not Ban.objects.exists()
        assert not AuditEntry.objects.exists()
        assert Member.objects.get(pk=member.pk).is_active

    def test_by_whom_and_against_whom(self, verb, mailoutbox, committed):
        moderator = make_moderator()
        with committed():
            self.refused(CannotSanction, verb, make_member(), by=make_member(level=3))
            self.refused(CannotSanction, verb, moderator, by=moderator)
            self.refused(CannotSanction, verb, make_member(is_staff=True), by=moderator)
        assert not mailoutbox

    @pytest.mark.parametrize("days", [0, -1, 3651])
    def test_for_how_long(self, verb, days):
        self.refused(CannotSanction, verb, make_member(), by=make_moderator(), days=days)

    @pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
    def test_why(self, verb, reason):
        self.refused(NeedsReason, verb, make_member(), by=make_moderator(), reason=reason)

    def test_the_longest_reason_and_time_are_taken(self, verb):
        verb(make_member(), by=make_moderator(), reason="x" * 300, days=3650)

    def test_nothing_in_force_cannot_be_lifted(self, verb):
        member, moderator = make_member(), make_moderator()
        lift = lift_silence if verb is silence_member else lift_suspension
        with pytest.raises(NotSanctioned):
            lift(member, by=moderator)
        verb(member, by=moderator, reason="Du bruit", days=None)
        with pytest.raises(CannotSanction):
            lift(member, by=make_member())
        assert not AuditEntry.objects.filter(verb__in=["member.unsilenced", "member.unsuspended"]).exists()
