"""What jurors are told, and how it reads. That votes are open and results are there, the Qdéfi itself tells."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from challenges.juries.models import Judging, Juror
from challenges.qdefis.telling import GROUP
from community.members.models import Member
from community.notices.actions import tell
from community.notices.kinds import APP, MAIL, NoticeKind, Told

NAMED, BEGINS = "jury.named", "jury.begins"


def tell_juror(judging: Judging, member: Member) -> None:
    """Tell somebody that they are of a jury; inside the transaction that names them."""
    tell(NAMED, [member.pk], key=_key(judging), data=_facts(judging))


def tell_jurors(judging: Judging) -> None:
    """Tell a jury that it is its turn; inside the transaction that opens its first round."""
    jurors = Juror.objects.sitting().filter(judging=judging).values_list("member_id", flat=True)
    tell(BEGINS, list(jurors), key=_key(judging), data=_facts(judging))


def _key(judging: Judging) -> str:
    return f"qdefi:{judging.pk}"


def _facts(judging: Judging) -> dict[str, Any]:
    return {"slug": judging.qdefi.slug, "title": judging.qdefi.title}


def _saying(words: Any) -> Callable[[Told], str]:
    def sentence(told: Told) -> str:
        return str(words).format(**told.data)

    return sentence


def _to_jury(told: Told) -> str:
    return reverse("juries:jury", args=[told.data["slug"]])


KINDS = (
    NoticeKind(
        NAMED,
        gettext_lazy("Je suis du jury d’un Qdéfi"),
        _saying(gettext_lazy("Tu es du jury de « {title} »")),
        _to_jury,
        by_default=frozenset({APP, MAIL}),
        group=GROUP,
    ),
    NoticeKind(
        BEGINS,
        gettext_lazy("Le jury dont je suis commence"),
        _saying(gettext_lazy("« {title} » : c’est au jury, donc à toi")),
        _to_jury,
        by_default=frozenset({APP, MAIL}),
        group=GROUP,
    ),
)
