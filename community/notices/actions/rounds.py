"""Telling as many as like to listen: behind the answer, some hundred at a time."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection, transaction

from community.notices.actions.telling import Telling, tell_all
from community.notices.audiences import audience_of
from community.notices.jobs import put_round_aside
from community.notices.models import Round
from community.notices.queries import stranded_rounds

AT_ONCE = 500


def begin_round(
    audience: str, *, actor_id: int | None, key: str, data: Mapping[str, Any], spared: Collection[int] = ()
) -> None:
    """Have a whole audience told, by a job that is put aside in the caller's transaction; who is spared is left out.

    It costs the same whoever listens. Refuses an audience that nobody registered.
    """
    audience_of(audience)
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A round belongs into the transaction that makes the change.")
    begun = Round.objects.create(
        audience=audience, actor_id=actor_id, key=key, data=dict(data), spared=sorted(set(spared))
    )
    put_round_aside(begun.pk)


@transaction.atomic
def resume_rounds() -> int:
    """Put aside again each round whose job has failed for good; it goes on where it was. Answers how many there were.

    Twice at once does no harm: a round is locked by who goes on with it.
    """
    stranded = stranded_rounds()
    for round_id in stranded:
        put_round_aside(round_id)
    return len(stranded)


@transaction.atomic
def tell_next(round_id: int) -> bool:
    """Tell the next members of a round; False when it is over.

    The telling and how far it is are one commit under the round's lock: whatever is killed, nobody is told twice and
    nobody is left out.
    """
    found = lock_round(round_id)
    if found is None:
        return False
    concerned = audience_of(found.audience)(found.data, found.reached, AT_ONCE)
    if not concerned:
        found.delete()
        return False
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    for member, kind in concerned.items():
        if kind and member not in found.spared:
            by_kind[kind].append(member)
    found.reached = max(concerned)
    found.save(update_fields=["reached"])
    tell_all(*(Telling(kind, some, found.actor_id, found.key, found.data) for kind, some in by_kind.items()))
    return True


def lock_round(round_id: int) -> Round | None:
    """A round that nobody else is on; None when it is over."""
    return Round.objects.select_for_update().filter(pk=round_id).first()
