"""The editors' permission for ideas; the group itself is the members' part's."""

from typing import Any

from django.contrib.auth.models import Group, Permission

from community.members.groups import EDITORS
from ideas.box.rules import MANAGE


def equip_editors(**_: Any) -> None:
    """Let the editors answer ideas, after every migration; harmless when repeated."""
    wanted = Permission.objects.filter(content_type__app_label="box", codename=MANAGE.split(".")[1])
    team, _created = Group.objects.get_or_create(name=EDITORS)
    team.permissions.add(*wanted)
