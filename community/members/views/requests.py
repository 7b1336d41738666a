from django.http import HttpRequest

from community.members.models import Member


class MemberRequest(HttpRequest):
    """A request behind `login_required`."""

    user: Member
