"""The drop team's permissions; the group itself is the members' part's."""

from typing import Any

from django.contrib.auth.models import Group, Permission

from community.members.groups import DROP_TEAM
from drops.audiences import TEAM_PERMISSION


def equip_team(**_: Any) -> None:
    """Give the drop team its one permission and the back office, after every migration; harmless when repeated."""
    app, codename = TEAM_PERMISSION.split(".")
    wanted = Permission.objects.filter(content_type__app_label=app, codename=codename) | Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    team, _created = Group.objects.get_or_create(name=DROP_TEAM)
    team.permissions.add(*wanted)
