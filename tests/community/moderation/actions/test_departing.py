"""The log lets words be taken out in a transaction that says so, and nothing else."""

import pytest
from django.db import IntegrityError, connection, transaction

from community.moderation.actions.departing import mask_log
from community.moderation.audit import record
from community.moderation.models import AuditEntry
from community.personal.registry import Leaving
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def leaving(member):
    return Leaving(member.pk, (member.handle,), (member.email,), "membre-parti-bcdfg", takes_words=False)


@pytest.fixture
def member():
    return make_member(handle="anna")


def unlock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('moderation.masking', 'on', true)")


def test_words_and_names_go_and_acts_stay(member):
    guard = make_member(handle="garde")
    record("member.silenced", by=guard, about_id=member.pk, reason="Anna exagère", days=3)
    record("post.deleted", by=member, kind="post", key="1")
    record("post.edited", by=guard, kind="post", key="2", reason="comme @anna l’a dit")
    mask_log(leaving(member))
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "by_handle", "reason", "data")) == [
        ("member.silenced", "garde", "", {"masked": True}),
        ("post.deleted", "membre-parti-bcdfg", "", {}),
        ("post.edited", "garde", "comme @membre-parti-bcdfg l’a dit", {}),
    ]


def test_twice_is_once(member):
    record("member.silenced", by=None, about_id=member.pk, reason="Anna exagère")
    mask_log(leaving(member))
    before = list(AuditEntry.objects.values())
    mask_log(leaving(member))
    assert list(AuditEntry.objects.values()) == before


def test_afterwards_the_log_is_shut_again(member):
    record("member.silenced", by=None, about_id=member.pk, reason="Anna exagère")
    mask_log(leaving(member))
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.update(reason="autre chose")


@pytest.mark.parametrize("change", [{"verb": "x"}, {"key": "9"}, {"by": None}, {"about": None}])
def test_who_did_what_to_whom_cannot_be_touched_even_then(member, change):
    record("post.edited", by=member, kind="post", key="1", about_id=member.pk)
    before = list(AuditEntry.objects.values())
    unlock()
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.update(**change)
    assert list(AuditEntry.objects.values()) == before


def test_nothing_is_deleted_even_then(member):
    record("post.edited", by=member, kind="post", key="1")
    unlock()
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.all().delete()
    assert AuditEntry.objects.count() == 1
