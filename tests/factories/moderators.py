"""Those who keep order, for tests."""

from django.contrib.auth.models import Permission

from tests.factories.members import make_member


def make_moderator(**fields):
    """Somebody who works here and may moderate."""
    member = make_member(is_staff=True, **fields)
    member.user_permissions.add(Permission.objects.get(codename="moderate"))
    return member
