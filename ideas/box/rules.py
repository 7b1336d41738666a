"""Which way an idea may go, what a support may cost, and how warm it is: pure, over facts read under the lock."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community.discussions.rules import TalkRefused
from community.moderation.rules import may_moderate
from ideas.box.models import Idea, IdeaState
from ideas.box.models.ideas import MOST_CHF

MANAGE = "box.manage_idea"
LONGEST_ANSWER = 4_000  # characters
LONGEST_NOTE = 2_000
HALF_LIFE = timedelta(days=7)  # after which a support warms half as much as one of today

_S = IdeaState
# From each state, where it may go. A step back is one step; what was declined may be looked at again.
MOVES: Mapping[str, frozenset[IdeaState]] = MappingProxyType(
    {
        _S.PROPOSED: frozenset({_S.STUDIED, _S.DECLINED, _S.MERGED}),
        _S.STUDIED: frozenset({_S.NEGOTIATING, _S.DECLINED, _S.MERGED}),
        _S.NEGOTIATING: frozenset({_S.PLANNED, _S.STUDIED, _S.DECLINED, _S.MERGED}),
        _S.PLANNED: frozenset({_S.ON_SALE, _S.NEGOTIATING, _S.DECLINED}),
        _S.ON_SALE: frozenset(),
        _S.DECLINED: frozenset({_S.STUDIED}),
        _S.MERGED: frozenset(),
    }
)

REFUSALS: dict[str, str | Promise] = {
    "login_required": _("Il faut être membre pour soutenir une idée. Rien n’a changé."),
    "email_unconfirmed": _("Confirme d’abord ton adresse e-mail. Rien n’a changé."),
    "suspended": _("Ton compte est suspendu pour l’instant. Rien n’a changé."),
    "gone": _("Cette idée n’est plus là. Rien n’a changé."),
    "ended": _("Cette idée est arrivée au bout de son chemin : on ne peut plus la soutenir. Rien n’a changé."),
    "budget": ngettext_lazy(
        "Tu soutiens déjà {limit} idée en cours, et c’est ta part. Retire ce soutien, ou attends une réponse.",
        "Tu soutiens déjà {limit} idées en cours, et c’est ta part. Retires-en un, ou attends une réponse.",
        "limit",
    ),
    "ideas_a_day": ngettext_lazy(
        "{limit} idée par jour au début, c’est la règle. Ton texte est gardé pour demain.",
        "{limit} idées par jour au début, c’est la règle. Ton texte est gardé pour demain.",
        "limit",
    ),
    "not_yours": _("Une idée se retouche par qui l’a proposée. Rien n’a changé."),
    "answered": _("La maison a déjà répondu à cette idée : on n’en change plus les mots. Ton texte est gardé."),
    "price": _("La fourchette va du plus petit prix au plus grand, en francs entiers. Ton texte est gardé."),
    "forbidden": _("Répondre aux idées revient à la maison. Rien n’a changé."),
    "illegal_move": _("De « {left} », on ne passe pas à « {reached} ». Rien n’a changé."),
    "no_answer": _("Chaque étape vient avec une réponse : dis-la en quelques mots. Rien n’a changé."),
    "merge_itself": _("Une idée ne se réunit pas à elle-même. Rien n’a changé."),
    "merge_circle": _("Cette idée-là a déjà rejoint celle-ci : elles tourneraient en rond. Rien n’a changé."),
    "merge_merged": _("Cette idée-là a déjà rejoint la nº {number} : réunis-les plutôt là-bas. Rien n’a changé."),
    "merge_hidden": _("Cette idée-là n’est pas visible : personne ne la retrouverait. Rien n’a changé."),
    "no_note": _("La note est vide. Rien n’a changé."),
    "not_staff": _("On ne confie une idée qu’à quelqu’un qui peut y répondre. Rien n’a changé."),
}


class IdeaRefused(TalkRefused):
    """Nothing was written; `code` names the broken rule, `message` says it to people."""

    def __init__(self, code: str, **figures: object) -> None:
        super().__init__(code, REFUSALS[code], **figures)


def may_manage(user: Any) -> bool:
    """Does this person answer ideas in the name of the house? Asks the database once per member, for staff only."""
    is_staff = getattr(user, "is_active", False) and getattr(user, "is_staff", False)
    return bool(is_staff and user.has_perm(MANAGE))


def may_read(idea: Idea, viewer: Any) -> bool:
    """May this person know of the idea? What is held or hidden, its author and the house alone."""
    if idea.is_shown:
        return True
    is_own = getattr(viewer, "is_authenticated", False) and viewer.pk == idea.author_id
    return is_own or may_moderate(viewer) or may_manage(viewer)


def is_editable(idea: Idea, editor: Any) -> bool:
    """Would `check_edit` let this person change the idea's words?"""
    is_own = getattr(editor, "is_authenticated", False) and idea.author_id == editor.pk
    return (is_own and idea.state == IdeaState.PROPOSED) or may_manage(editor)


def check_edit(idea: Idea, editor: Any) -> None:
    """Refuse (`IdeaRefused`) other words by another than the author, or once the house has answered; it may always."""
    if is_editable(idea, editor):
        return
    raise IdeaRefused("answered" if idea.author_id == editor.pk else "not_yours")


def check_support(idea: Idea) -> None:
    """Refuse (`IdeaRefused`) a support of what nobody sees, or of what has ended."""
    if not idea.is_shown:
        raise IdeaRefused("gone")
    if not idea.is_under_way:
        raise IdeaRefused("ended")


def budget_of(level: int, budgets: Sequence[int]) -> int | None:
    """How many ideas under way a member of this trust level may support; None: as many as they like."""
    return budgets[level] if budgets else None


def check_move(state: str, wanted: str) -> None:
    """Refuse (`IdeaRefused`) what the table of moves does not hold."""
    if wanted not in MOVES.get(state, ()):
        raise IdeaRefused("illegal_move", left=_label(state), reached=_label(wanted))


def check_merge(source: Idea, target: Idea) -> None:
    """Refuse (`IdeaRefused`) a merge into itself, in a circle, into what was merged or is not seen, and an illegal one.

    `merged_into` never leads to a merged idea, so that a circle can have two members only.
    """
    if source.pk == target.pk:
        raise IdeaRefused("merge_itself")
    if target.merged_into_id == source.pk:
        raise IdeaRefused("merge_circle")
    if target.merged_into_id is not None:
        raise IdeaRefused("merge_merged", number=target.merged_into_id)
    if not target.is_shown:
        raise IdeaRefused("merge_hidden")
    check_move(source.state, IdeaState.MERGED)


def check_price(price_from: int | None, price_to: int | None) -> None:
    """Refuse (`IdeaRefused`) a range that ends before it begins, or beyond what anybody sells."""
    known = [price for price in (price_from, price_to) if price is not None]
    if any(not 0 < price <= MOST_CHF for price in known) or known != sorted(known):
        raise IdeaRefused("price")


def _label(state: str) -> str | Promise:
    return IdeaState(state).label if state in IdeaState.values else state


# Heat: each support, and the proposing itself, weighs 2 to the power of its moment in half-lives since 1970; heat is
# the logarithm of the sum. Weights grow instead of fading (forward decay), so that what nobody touches need not be
# written again: the order among ideas is right at every moment.


def heat_of(moments: Iterable[datetime]) -> float:
    """How warm these moments make an idea; at least one."""
    exponents = [moment.timestamp() / HALF_LIFE.total_seconds() for moment in moments]
    highest = max(exponents)
    return highest + math.log2(math.fsum(2 ** (each - highest) for each in exponents))


def warmer(heat: float, moment: datetime) -> float:
    """The heat with one moment more."""
    one = heat_of([moment])
    low, high = sorted((heat, one))
    return high + math.log2(1 + 2 ** (low - high))
