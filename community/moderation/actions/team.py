"""The moderators' permissions; the group itself is the members' part's."""

from typing import Any

from django.contrib.auth.models import Group, Permission

from community.members.groups import MODERATORS
from community.moderation.rules import PERMISSION


def equip_team(**_: Any) -> None:
    """Give the moderators their one permission and the back office, after every migration; harmless when repeated."""
    app, codename = PERMISSION.split(".")
    wanted = Permission.objects.filter(content_type__app_label=app, codename=codename) | Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    team, _created = Group.objects.get_or_create(name=MODERATORS)
    team.permissions.add(*wanted)
