"""One click from a result to a draft of an article."""

from typing import Any

from django.db import transaction

from challenges.ceremonies.models import Story
from challenges.ceremonies.queries import outline_of
from challenges.ceremonies.rules import CeremonyRefused, check_shown
from challenges.ceremonies.stories import Draft, maker
from challenges.qdefis.actions.locking import lock_qdefi
from challenges.qdefis.models import Qdefi


@transaction.atomic
def write_story(qdefi: Qdefi, *, by: Any) -> Draft:
    """Have the magazine draft an article: podium, pictures, quotes, figures. The second time it is the same draft.

    Refuses (`CeremonyRefused`) before everybody has seen the podium, and where there is no magazine.
    """
    qdefi, _now = lock_qdefi(qdefi.pk)
    check_shown(qdefi)
    make = maker()
    if make is None:
        raise CeremonyRefused("no_magazine")
    earlier = Story.objects.filter(qdefi=qdefi).values_list("reference", flat=True).first()
    draft = make(outline_of(qdefi), earlier, by)
    if draft.reference != earlier:
        Story.objects.update_or_create(qdefi=qdefi, defaults={"reference": draft.reference})
    return draft
