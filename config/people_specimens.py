"""What `/design/` shows of members and of the moderation's desk: their read models, in every state."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.safestring import mark_safe

from community.members.queries import Profile
from community.members.trust import TrustLevel
from community.moderation.kinds import Exhibit
from community.moderation.queries import AuthorLine, Card, FlagLine
from config.cafe_specimens import AT, LONG, UNBROKEN

WORDS = mark_safe("<p>Je vends la mienne, boîte et papiers. Écrivez-moi, on s’arrangera entre gens de bonne heure.</p>")


def _peek(handle: str, **facts: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "pk": 1,
        "avatar": "",
        "joined": date(2024, 3, 14),
        "level": TrustLevel.MEMBER,
        "is_staff": False,
        "bio": "Remontage manuel et rien d’autre.",
        "universes": (),
        "followers": 12,
        "following": 3,
        "shows_activity": True,
        "is_self": False,
        "may_follow": True,
        "is_followed": False,
        "may_block": True,
        "is_blocked": False,
    }
    return {"card": Profile(**{"handle": handle} | given | facts)}


PEEKS: dict[str, dict[str, Any]] = {
    "courante": _peek("marmotte-du-val"),
    "suivie": _peek("loutre-de-fleurier", level=TrustLevel.REGULAR, may_follow=False, is_followed=True),
    "l’équipe": _peek("hibou-calme", level=TrustLevel.GUIDE, is_staff=True),
    "à_l’étroit": _peek("quart-d-heure-vaudois-du-matin", bio=f"{LONG}. {UNBROKEN}"),
    "sans_un_mot": _peek("herisson-presse", level=TrustLevel.NEWCOMER, bio="", may_follow=False),
}

AUTHOR = AuthorLine(
    handle="herisson-presse",
    avatar="",
    level=str(TrustLevel.NEWCOMER.label),
    is_newcomer=True,
    is_staff=False,
    is_active=True,
    joined=AT - timedelta(days=3),
    declined=1,
    approved=0,
    silences=0,
    is_silenced=False,
)


def _flag(handle: str, reason: str, note: str = "", *, at: datetime = AT) -> FlagLine:
    return FlagLine(handle, str(TrustLevel.MEMBER.label), reason, note, weight=2, at=at)


def _exhibit(title: str = "Je vends la mienne", **facts: Any) -> Exhibit:
    given: dict[str, Any] = {"html": WORDS, "author_id": 1, "url": "#dossier", "at": AT}
    return Exhibit(title=title, **given | {"context": "Cette montre avance"} | facts)


def _item(pk: int, **facts: Any) -> dict[str, Any]:
    flags = (_flag("loutre-de-fleurier", "Publicité ou spam"), _flag("marmotte-du-val", "Autre chose", "Il insiste."))
    given: dict[str, Any] = {
        "kind": "post",
        "kind_label": "Message",
        "key": str(pk),
        "exhibit": _exhibit(),
        "author": AUTHOR,
        "flags": flags,
        "reasons": ("Publicité ou spam", "Autre chose"),
        "why": (),
        "is_held": False,
        "is_hidden": False,
        "weight": 4,
        "opened_at": AT,
        "claimed_by": "",
        "claimed_until": None,
        "is_mine": False,
        "decision": "",
        "decided_by": "",
        "decided_at": None,
    }
    return {"card": Card(**{"pk": pk} | given | facts)}


DESK: dict[str, dict[str, Any]] = {
    "signalé": _item(1) | {"has_keys": True},
    "modifié_depuis": _item(2, exhibit=_exhibit(edited_at=AT + timedelta(hours=1)), is_hidden=True),
    "retenu": _item(
        3, flags=(), reasons=(), is_held=True, is_hidden=True, why=("Expression surveillée : « casino* »",)
    ),
    "pris_par_un_collègue": _item(4, claimed_by="hibou-calme", claimed_until=AT + timedelta(minutes=10)),
    "décidé": _item(5, decision="écarté", decided_by="hibou-calme", decided_at=AT + timedelta(hours=2)),
    "disparu": _item(6, exhibit=None, author=None),
    "à_l’étroit": _item(7, exhibit=_exhibit(UNBROKEN, context=LONG)),
}
