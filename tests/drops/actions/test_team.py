import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from community.members.groups import DROP_TEAM
from drops.actions.team import equip_team
from drops.audiences import Audience, audience_of
from tests.factories.members import make_member


@pytest.mark.django_db
def test_the_team_may_run_drops_and_enter_the_back_office():
    equip_team()
    member = make_member(is_staff=True)
    member.groups.add(Group.objects.get(name=DROP_TEAM))
    assert member.has_perms(["drops.manage_drop", "wagtailadmin.access_admin"])
    assert audience_of(member) == Audience.TEAM


@pytest.mark.django_db
def test_staff_outside_the_team_are_members_like_others():
    assert audience_of(make_member(is_staff=True)) == Audience.MEMBER


@pytest.mark.django_db(transaction=True)
def test_every_migration_sees_to_it():
    Group.objects.filter(name=DROP_TEAM).delete()
    call_command("migrate", verbosity=0)
    codenames = Group.objects.get(name=DROP_TEAM).permissions.values_list("codename", flat=True)
    assert {"manage_drop", "access_admin"} <= set(codenames)
