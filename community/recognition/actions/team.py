"""The editors' permission for recognition; the group itself is the members' part's."""

from typing import Any

from django.contrib.auth.models import Group, Permission

from community.members.groups import EDITORS
from community.recognition.rules import MANAGE


def equip_editors(**_: Any) -> None:
    """Let the editors switch points and badges on and off, after every migration; harmless when repeated."""
    app, codename = MANAGE.split(".")
    wanted = Permission.objects.filter(content_type__app_label=app, codename=codename)
    team, _created = Group.objects.get_or_create(name=EDITORS)
    team.permissions.add(*wanted)
