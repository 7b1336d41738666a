"""The house's own rules, and the log that only grows."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from community.moderation.actions import NotAModerator, add_rule, change_settings, record, switch_rule
from community.moderation.models import AuditEntry, Rule, Settings
from community.moderation.policy import policy
from tests.factories.members import make_member
from tests.factories.moderation import make_moderator

pytestmark = pytest.mark.django_db


class TestRules:
    def test_it_is_kept_as_it_is_meant_and_logged(self):
        moderator = make_moderator()
        rule = add_rule(by=moderator, kind="word", pattern="  Pas CHER ", effect="refuse", note="Pub")
        assert (rule.pattern, rule.effect, rule.is_active, rule.by) == ("pas cher", "refuse", True, moderator)
        assert AuditEntry.objects.get().reason == "pas cher"

    @pytest.mark.parametrize(
        ("kind", "pattern"), [("word", "*"), ("word", "…"), ("link", "exemple"), ("link", ""), ("word", "x" * 101)]
    )
    def test_what_means_nothing_is_refused(self, kind, pattern):
        with pytest.raises(ValidationError):
            add_rule(by=make_moderator(), kind=kind, pattern=pattern, effect="hold")
        assert not Rule.objects.exists()
        assert not AuditEntry.objects.exists()

    def test_the_same_twice_is_refused(self):
        moderator = make_moderator()
        add_rule(by=moderator, kind="word", pattern="casino", effect="hold")
        with pytest.raises(ValidationError):
            add_rule(by=moderator, kind="word", pattern="Casinò", effect="refuse")
        assert Rule.objects.get().effect == "hold"

    def test_a_switch_that_changes_nothing_is_not_logged(self):
        moderator = make_moderator()
        rule = add_rule(by=moderator, kind="word", pattern="casino", effect="hold")
        switch_rule(rule.pk, by=moderator, is_active=True)
        assert AuditEntry.objects.count() == 1
        switch_rule(rule.pk, by=moderator, is_active=False)
        assert AuditEntry.objects.latest("pk").verb == "rule.deactivated"

    def test_others_may_not(self):
        rule = add_rule(by=make_moderator(), kind="word", pattern="casino", effect="hold")
        member = make_member(level=3)
        for ask in (
            lambda: add_rule(by=member, kind="word", pattern="autre", effect="hold"),
            lambda: switch_rule(rule.pk, by=member, is_active=False),
            lambda: change_settings(by=member, premoderates_newcomers=True, hide_threshold=1),
        ):
            with pytest.raises(NotAModerator):
                ask()
        assert (Rule.objects.get().is_active, Settings.objects.exists()) == (True, False)


class TestSettings:
    def test_untouched_they_are_the_defaults(self):
        assert (policy().premoderates_newcomers, policy().hide_threshold) == (False, 6)

    def test_there_is_one_row(self):
        moderator = make_moderator()
        change_settings(by=moderator, premoderates_newcomers=True, hide_threshold=8)
        change_settings(by=moderator, premoderates_newcomers=False, hide_threshold=9)
        assert Settings.objects.get().hide_threshold == policy().hide_threshold == 9
        with pytest.raises(IntegrityError), transaction.atomic():
            Settings.objects.create(pk=2)

    @pytest.mark.parametrize("threshold", [0, -1, "beaucoup"])
    def test_a_threshold_is_a_positive_number(self, threshold):
        with pytest.raises(ValidationError):
            change_settings(by=make_moderator(), premoderates_newcomers=True, hide_threshold=threshold)
        assert not Settings.objects.exists()


class TestTheLog:
    @pytest.mark.parametrize(
        "sql", ["UPDATE moderation_auditentry SET reason = 'autre'", "DELETE FROM moderation_auditentry"]
    )
    def test_the_database_lets_nobody_rewrite_it(self, sql):
        record("item.held", by=None, reason="vrai")
        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
        assert AuditEntry.objects.get().reason == "vrai"

    def test_who_leaves_stays_in_it(self):
        moderator, member = make_moderator(), make_member()
        record("member.silenced", by=moderator, about_id=member.pk)
        handle = moderator.handle
        member.delete()
        moderator.delete()
        assert AuditEntry.objects.get().by_handle == handle
