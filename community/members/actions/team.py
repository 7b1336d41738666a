"""What the moderators may do with members; the group itself comes with the first migration."""

from typing import Any

from django.contrib.auth.models import Group, Permission

from community.members.groups import MODERATORS


def equip_moderators(**_: Any) -> None:
    """Let the moderators speak up for members, after every migration; harmless when repeated."""
    wanted = Permission.objects.filter(content_type__app_label="members", codename="add_nomination")
    team, _created = Group.objects.get_or_create(name=MODERATORS)
    team.permissions.add(*wanted)
