"""The editors' permissions for gatherings; the group itself is the members' part's."""

from typing import Any

from django.contrib.auth.models import Group, Permission

from community.gatherings.rules import MANAGE, VIEW_GUESTS
from community.members.groups import EDITORS


def equip_editors(**_: Any) -> None:
    """Let the editors organise gatherings and read who comes, after every migration; harmless when repeated."""
    codenames = [permission.split(".")[1] for permission in (MANAGE, VIEW_GUESTS)]
    wanted = Permission.objects.filter(content_type__app_label="gatherings", codename__in=codenames)
    team, _created = Group.objects.get_or_create(name=EDITORS)
    team.permissions.add(*wanted)
