"""Who leads creations, and what may still be changed: pure, over facts that were read under the creation's lock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas.creations.models import Creation, Phase, Stage

MANAGE = "creations.manage_creation"

REFUSALS: dict[str, str | Promise] = {
    "public": _("La création est publique : son adresse et son univers ne changent plus."),
    "no_stage": _("Il faut au moins une étape avant de publier."),
    "past": _("Une étape s’ouvre après sa mise en ligne, pas avant : déplace son ouverture."),
    "backwards": _("Il faut une ouverture, puis une clôture."),
    "unruled": _("Écris d’abord ce que l’étape transmettra : une étape ne s’ouvre pas sans sa règle."),
    "order": _("Les étapes se suivent : celle-ci empiéterait sur sa voisine."),
    "taken": _("Ce scrutin est déjà celui d’une autre étape."),
    "opened": _("L’étape s’est ouverte : sa règle et ses dates ne changent plus."),
    "decided": _("L’étape est décidée : ce qu’elle transmet est figé."),
    "not_over": _("L’étape n’est pas close. On décide après, pas avant."),
    "wordless": _("Dis en quelques mots ce que l’étape transmet."),
    "not_last": _("On retire la dernière étape d’abord : les numéros restent."),
}


class CreationRefused(Exception):
    """Nothing was written; `code` names the broken rule, `message` says it to people."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        """The sentence, in the language being spoken."""
        return str(REFUSALS[self.code])


def may_manage(user: Any) -> bool:
    """Does this person lead creations? Asks the database once per member object, and for staff only."""
    is_staff = getattr(user, "is_active", False) and getattr(user, "is_staff", False)
    return bool(is_staff and user.has_perm(MANAGE))


def check_publishable(creation: Creation, stages: Sequence[Stage], now: datetime) -> None:
    """Refuse (`CreationRefused`) to show what is shown, what is empty, and a stage that would have opened unseen."""
    if not creation.is_draft:
        raise CreationRefused("public")
    if not stages:
        raise CreationRefused("no_stage")
    if any(stage.has_opened(now) for stage in stages):
        raise CreationRefused("past")


def check_unopened(stage: Stage, now: datetime) -> None:
    """Refuse (`CreationRefused`) to touch the rule, the dates or the ballot of a stage that has opened."""
    if stage.is_decided:
        raise CreationRefused("decided")
    if not stage.creation.is_draft and stage.has_opened(now):
        raise CreationRefused("opened")


def check_window(stage: Stage, stages: Sequence[Stage], opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    """Refuse (`CreationRefused`) dates without a rule, in the past, or beside the order of the `stages`."""
    if not stage.hands_on:
        raise CreationRefused("unruled")
    if closes_at <= opens_at:
        raise CreationRefused("backwards")
    if opens_at <= now:
        raise CreationRefused("past")
    before = [other.ends_at for other in stages if other.n < stage.n and other.ends_at]
    after = [other.starts_at for other in stages if other.n > stage.n and other.starts_at]
    if any(opens_at < end for end in before) or any(closes_at > start for start in after):
        raise CreationRefused("order")


def check_decidable(stage: Stage, words: str, now: datetime) -> None:
    """Refuse (`CreationRefused`) to decide twice, before the close, or without a word."""
    if stage.is_decided:
        raise CreationRefused("decided")
    if stage.creation.is_draft or stage.phase(now) != Phase.CLOSED:
        raise CreationRefused("not_over")
    if not words:
        raise CreationRefused("wordless")
