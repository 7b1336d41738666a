import pytest
from django.core.exceptions import ImproperlyConfigured

from community.members import rules
from community.members.actions import review_level
from community.members.demo import ACCOUNTS, PASSWORD, make_demo_members
from community.members.handles import validate_handle
from community.members.models import Member
from community.members.trust import TrustLevel

pytestmark = pytest.mark.django_db


def test_outside_a_demo_nobody_is_made(settings):
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured):
        make_demo_members()
    assert not Member.objects.exists()


def test_the_accounts_are_confirmed_and_staff_only_where_they_work_here(settings):
    settings.DEMO = True
    members = make_demo_members()
    assert {member.email for member in members} == set(ACCOUNTS)
    assert all(rules.is_confirmed(member) and member.check_password(PASSWORD) for member in members)
    assert {member.email for member in members if member.is_staff} == {
        "redaction@demo.example",
        "moderation@demo.example",
        "atelier@demo.example",
    }
    assert not any(member.is_superuser for member in members)
    for member in members:
        validate_handle(member.handle)


def test_a_second_run_changes_nothing(settings):
    settings.DEMO = True
    before = make_demo_members()
    Member.objects.filter(pk=before[0].pk).update(handle="renomme")
    assert [member.pk for member in make_demo_members()] == [member.pk for member in before]
    assert Member.objects.filter(handle="renomme").exists()


def test_one_is_a_regular_one_a_member_and_one_has_just_arrived(settings):
    settings.DEMO = True
    make_demo_members()
    levels = dict(Member.objects.values_list("email", "level"))
    for name, level in (
        ("membre", TrustLevel.REGULAR),
        ("amie", TrustLevel.MEMBER),
        ("nouveau", TrustLevel.NEWCOMER),
    ):
        member = Member.objects.get(email=f"{name}@demo.example")
        assert levels[member.email] == level
        assert review_level(member.pk) == level
