"""Planning a ceremony, and calling it off."""

from datetime import datetime

from django.db import transaction

from challenges.ceremonies import events
from challenges.ceremonies.models import Ceremony
from challenges.ceremonies.queries import counted_at
from challenges.ceremonies.rules import CeremonyRefused, check_plan
from challenges.qdefis.actions.locking import lock_qdefi
from challenges.qdefis.models import Qdefi
from realtime.announce import announce


@transaction.atomic
def plan_ceremony(qdefi: Qdefi, *, starts_at: datetime, seconds: int) -> Ceremony:
    """Have the podium shown step by step from that hour on; until it is, the results wait. Moves one that is planned.

    Refuses (`CeremonyRefused`) what is public already, an hour that has passed or lies before the results, and to
    move one that has begun. Announces `step`.
    """
    qdefi, now = lock_qdefi(qdefi.pk)
    check_plan(qdefi, starts_at, now)
    _refuse_begun(qdefi, now)
    ceremony, _is_new = Ceremony.objects.update_or_create(
        qdefi=qdefi, defaults={"starts_at": starts_at, "seconds": seconds}
    )
    announce(*events.step_planned(qdefi))
    return ceremony


@transaction.atomic
def cancel_ceremony(qdefi: Qdefi) -> None:
    """Call it off: the results show at their hour. Harmless where none is planned.

    Refuses (`CeremonyRefused`) to stop one that has begun. Announces `step`.
    """
    qdefi, now = lock_qdefi(qdefi.pk)
    _refuse_begun(qdefi, now)
    if Ceremony.objects.filter(qdefi=qdefi).delete()[0]:
        announce(*events.step_planned(qdefi))


def _refuse_begun(qdefi: Qdefi, now: datetime) -> None:
    planned = Ceremony.objects.filter(qdefi=qdefi).first()
    if planned is not None and planned.step(counted_at(qdefi), now) is not None:
        raise CeremonyRefused("begun")
