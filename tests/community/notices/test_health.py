"""The cards of the alert health page, and what would be missed."""

from datetime import UTC, datetime, timedelta

import pytest

from community.notices import health
from community.notices.health import Coming, Health, HealthCard
from community.notices.models import Notice
from tests.factories.members import make_member

NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)


def answering(answer):
    return lambda _member, _now: answer


def card(state):
    return answering(HealthCard("Essai", state))


@pytest.fixture
def registries(monkeypatch):
    """Registries of our own, which the test fills."""
    monkeypatch.setattr(health, "_cards", {})
    monkeypatch.setattr(health, "_coming", {})


@pytest.mark.usefixtures("registries")
class TestRegistries:
    def test_the_site_comes_first_and_strangers_last(self):
        for name in ("pigeon", "push", "app", "mail"):
            health.register_health(name, card(Health.OFF))
        assert list(health.cards_of(None, NOW)) == ["app", "mail", "push", "pigeon"]

    def test_a_name_belongs_to_one(self):
        health.register_health("mail", card(Health.OFF))
        with pytest.raises(ValueError, match="taken"):
            health.register_health("mail", card(Health.OFF))
        health.register_coming("drop", answering(None))
        with pytest.raises(ValueError, match="taken"):
            health.register_coming("drop", answering(None))

    @pytest.mark.parametrize("state", [Health.OFF, Health.UNPROVEN, Health.FAILING])
    def test_without_a_channel_that_works_the_nearest_is_said(self, state):
        later, soon = (Coming(name, "/", NOW + timedelta(hours=hours)) for name, hours in (("b", 5), ("a", 2)))
        health.register_coming("later", answering(later))
        health.register_coming("soon", answering(soon))
        health.register_coming("nothing", answering(None))
        cards = {"app": HealthCard("Site", Health.WORKS), "push": HealthCard("Appareils", state)}
        assert health.missed_by(None, cards, NOW) == soon

    def test_one_that_works_outside_is_enough(self):
        health.register_coming("soon", answering(Coming("a", "/", NOW)))
        cards = {"mail": HealthCard("Mails", Health.WORKS), "push": HealthCard("Appareils", Health.OFF)}
        assert health.missed_by(None, cards, NOW) is None

    def test_nothing_comes(self):
        assert health.missed_by(None, {}, NOW) is None


@pytest.mark.django_db
def test_the_site_last_worked_when_a_notice_was_read():
    member = make_member()
    assert health.app_card(member, NOW).worked_at is None
    Notice.objects.create(member=member, kind="a", read_at=NOW)
    Notice.objects.create(member=member, kind="b", read_at=NOW - timedelta(days=1))
    Notice.objects.create(member=make_member(), kind="b", read_at=NOW + timedelta(days=1))
    assert health.app_card(member, NOW).worked_at == NOW
