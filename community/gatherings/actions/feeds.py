"""The private address of a member's calendar."""

import secrets

from community.gatherings.models import AgendaFeed
from community.members.models import Member
from realtime import clock

TOKEN_BYTES = 16  # 128 bits: nobody guesses one


def reset_feed(member: Member) -> AgendaFeed:
    """Give a member a new private address, the first one or another; the former one leads nowhere from now on."""
    fresh = {"token": secrets.token_hex(TOKEN_BYTES), "at": clock.now()}
    return AgendaFeed.objects.update_or_create(member=member, defaults=fresh)[0]
