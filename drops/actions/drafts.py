"""Changing what a drop is, as long as it may still be changed."""

from typing import Any

from django.db import transaction

from drops.models import Drop

# What an armed drop has promised, or would betray by changing.
FIXED_WHILE_ARMED = frozenset(
    {
        "universe",
        "watch",
        "creation",
        "mode",
        "total",
        "per_member",
        "price",
        "retail_price",
        "announced_at",
        "opens_at",
        "closes_at",
    }
)


class DropIsArmed(Exception):
    """A fact was to be changed that an armed drop keeps."""


@transaction.atomic
def revise_drop(drop: Drop, changes: dict[str, Any]) -> Drop:
    """Change some facts of a drop and leave its counters alone, which the claim writer moves meanwhile.

    Refuses with `DropIsArmed` what an armed drop keeps. Announces nothing: what may change then shows on no live page.
    """
    locked = Drop.objects.select_for_update(of=("self",)).get(pk=drop.pk)
    if locked.is_armed and FIXED_WHILE_ARMED & changes.keys():
        raise DropIsArmed
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(changes))
    return locked
