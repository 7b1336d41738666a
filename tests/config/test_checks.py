import pytest
from psycopg import IsolationLevel

from config import checks


def ids(found) -> list[str]:
    return [message.id for message in found]


def test_the_house_as_it_is_passes(settings):
    assert checks.check_database(None) + checks.check_hosts(None) + checks.check_processes(None) == []


@pytest.mark.parametrize(
    ("spoilt", "expected"),
    [
        ({"ENGINE": "django.db.backends.sqlite3"}, "house.E001"),
        ({"CONN_MAX_AGE": 60}, "house.E002"),
        ({"CONN_MAX_AGE": None}, "house.E002"),
        ({"OPTIONS": {}}, "house.E002"),
        ({"OPTIONS": {"pool": True, "isolation_level": IsolationLevel.SERIALIZABLE}}, "house.E003"),
        ({"ATOMIC_REQUESTS": True}, "house.E004"),
    ],
)
def test_a_database_that_would_lose_claims_or_leak(settings, monkeypatch, spoilt, expected):
    for name, value in spoilt.items():
        monkeypatch.setitem(settings.DATABASES["default"], name, value)
    assert ids(checks.check_database(None)) == [expected]


def test_any_host(settings):
    settings.ALLOWED_HOSTS = ["qlock.example", "*"]
    assert ids(checks.check_hosts(None)) == ["house.E005"]


def test_several_processes_without_redis(settings):
    settings.WEB_PROCESSES, settings.REDIS_URL = 2, ""
    assert ids(checks.check_processes(None)) == ["house.E006"]
    settings.REDIS_URL = "redis://127.0.0.1:6379/0"
    assert ids(checks.check_processes(None)) == []


def test_a_public_site(settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://qlock.example", ["qlock.example"]
    settings.EMAIL_BACKEND, settings.DEMO = "django.core.mail.backends.smtp.EmailBackend", False
    assert checks.check_site(None) == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SITE_URL", "http://qlock.example", "house.E007"),
        ("ALLOWED_HOSTS", ["other.example"], "house.E008"),
        ("DEMO", True, "house.E009"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "house.W001"),
    ],
)
def test_a_site_that_cannot_be_public(settings, name, value, expected):
    test_a_public_site(settings)
    setattr(settings, name, value)
    assert ids(checks.check_site(None)) == [expected]
