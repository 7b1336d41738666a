"""The editors' permission for Qdéfis; the group itself is the members' part's."""

from typing import Any

from django.contrib.auth.models import Group, Permission

from challenges.qdefis.rules import MANAGE
from community.members.groups import EDITORS


def equip_editors(**_: Any) -> None:
    """Let the editors lead Qdéfis, after every migration; harmless when repeated."""
    wanted = Permission.objects.filter(content_type__app_label="qdefis", codename=MANAGE.split(".")[1])
    team, _created = Group.objects.get_or_create(name=EDITORS)
    team.permissions.add(*wanted)
