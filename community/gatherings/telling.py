"""What members are told of a gathering they said yes to, and how it reads."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from community.gatherings import hours
from community.gatherings.models import Gathering, GatheringState
from community.members.models import Member
from community.notices.actions import Telling
from community.notices.kinds import APP, MAIL, PUSH, NoticeKind, Told

PROMOTED, MOVED, CANCELLED = "gathering.promoted", "gathering.moved", "gathering.cancelled"
REMINDER = "gathering.reminder"


def about(kind: str, gathering: Gathering, member_ids: Collection[int], *, mark: object = "", **more: str) -> Telling:
    """One telling about a gathering, with what its sentence needs.

    It becomes one line with an unread one of the same kind only if nothing changed between the two, and `mark` did not:
    who was told of one hour has to be told of the next.
    """
    data = {
        "slug": gathering.slug,
        "title": gathering.title,
        "place": gathering.place,
        "starts_at": gathering.starts_at.isoformat(),
    }
    return Telling(kind, member_ids, key=f"gathering:{gathering.pk}:{gathering.sequence}:{mark}", data=data | more)


def _saying(words: Any) -> Callable[[Told], str]:
    """The sentence of a kind, its day and hour by the clock of the place."""

    def sentence(told: Told) -> str:
        starts_at = datetime.fromisoformat(told.data["starts_at"])
        return str(words).format(**{**told.data, "day": hours.day(starts_at), "hour": hours.hour(starts_at)})

    return sentence


def _url(told: Told) -> str:
    return reverse("gatherings:gathering", args=[told.data["slug"]])


def _still_on(told: Sequence[Told], member: Member) -> Collection[int]:
    """Reminders of what was not called off since: one that waited for its mail must not send anybody out. One query."""
    slugs = {each.data["slug"] for each in told}
    published = Gathering.objects.filter(slug__in=slugs, state=GatheringState.PUBLISHED)
    on = set(published.values_list("slug", flat=True))
    return {each.pk for each in told if each.data["slug"] in on}


EVERYWHERE = frozenset({APP, MAIL, PUSH})
GROUP = gettext_lazy("Événements")

# By mail too, whatever moves who would stand before a closed door; a reminder rings and needs no letter.
KINDS = (
    NoticeKind(
        PROMOTED,
        gettext_lazy("Une place se libère pour moi"),
        _saying(gettext_lazy("Une place s’est libérée : tu viens à « {title} », {day}, {hour}")),
        _url,
        by_default=EVERYWHERE,
        group=GROUP,
    ),
    NoticeKind(
        MOVED,
        gettext_lazy("Un événement où je vais change d’heure ou de lieu"),
        _saying(gettext_lazy("« {title} » a changé : ce sera {day}, {hour}, {place}")),
        _url,
        by_default=EVERYWHERE,
        group=GROUP,
    ),
    NoticeKind(
        CANCELLED,
        gettext_lazy("Un événement où je vais est annulé"),
        _saying(gettext_lazy("« {title} » est annulé. Motif : {reason}")),
        _url,
        by_default=EVERYWHERE,
        group=GROUP,
    ),
    NoticeKind(
        REMINDER,
        gettext_lazy("Le rappel d’un événement où je vais"),
        _saying(gettext_lazy("C’est bientôt : « {title} », {day}, {hour}, {place}")),
        _url,
        may_see=_still_on,
        by_default=frozenset({APP, PUSH}),
        urgent=True,
        group=GROUP,
    ),
)
