"""The editors' permission for creations; the group itself is the members' part's."""

from typing import Any

from django.contrib.auth.models import Group, Permission

from community.members.groups import EDITORS
from ideas.creations.rules import MANAGE


def equip_editors(**_: Any) -> None:
    """Let the editors lead creations, after every migration; harmless when repeated."""
    wanted = Permission.objects.filter(content_type__app_label="creations", codename=MANAGE.split(".")[1])
    team, _created = Group.objects.get_or_create(name=EDITORS)
    team.permissions.add(*wanted)
