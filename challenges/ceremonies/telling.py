"""Who is told of results beside those who entered, whom the Qdéfi itself tells: who voted, and the jury. Once each."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef

from challenges.juries.models import Juror, Participation
from challenges.qdefis.models import Entry, Qdefi
from challenges.qdefis.telling import RESULTS
from community.members.models import Member
from community.notices.actions import begin_round

OTHERS = "ceremony"  # those who took part and have no entry that stands


def tell_others(qdefi: Qdefi) -> None:
    """Have them told; inside the transaction that settles."""
    data = {"kind": RESULTS, "qdefi": qdefi.pk, "slug": qdefi.slug, "title": qdefi.title}
    begin_round(OTHERS, actor_id=None, key=f"qdefi:{qdefi.pk}", data=data)


def others(data: Mapping[str, Any], reached: int, limit: int) -> dict[int, str | None]:
    """The next who voted or judged; who entered, too, hears it as an entrant. One query."""
    of = {"judging": data["qdefi"], "member": OuterRef("pk")}
    entered = Entry.objects.standing().filter(qdefi=data["qdefi"], author=OuterRef("pk"))
    took_part = Exists(Participation.objects.filter(**of)) | Exists(Juror.objects.filter(**of))
    rows = Member.objects.filter(took_part, ~Exists(entered), is_active=True, pk__gt=reached).order_by("pk")
    return {pk: str(data["kind"]) for pk in rows.values_list("pk", flat=True)[:limit]}
