"""The rules of trust in words: every figure comes from `trust.py`, so that the page cannot say anything else."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.members.trust import (
    KEEPS_REGULAR,
    TO_MEMBER,
    TO_REGULAR,
    WINDOW,
    Limits,
    Rise,
    Standing,
    TrustLevel,
    limits_of,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One limit, with its value for each level in their order."""

    label: str
    values: tuple[str, ...]


def limit_rows() -> list[Row]:
    """Every limit there is, in the order of `Limits`."""
    labels = _labels()
    levels = [limits_of(level) for level in TrustLevel]
    return [
        Row(labels[field.name], tuple(_value(field.name, getattr(each, field.name)) for each in levels))
        for field in fields(Limits)
    ]


def _labels() -> dict[str, str]:
    return {
        "threads_a_day": _("Nouveaux sujets par jour"),
        "posts_a_day": _("Messages par jour"),
        "seconds_between_threads": _("Entre deux sujets"),
        "seconds_between_posts": _("Entre deux messages"),
        "links": _("Liens par message"),
        "mentions": _("Mentions par message"),
        "pictures": _("Images par message"),
        "flags_a_day": _("Signalements par jour"),
        "flag_weight": _("Poids d’un signalement"),
        "edit_window": _("Pour corriger un message"),
    }


def _value(name: str, value: Any) -> str:
    if value is None:
        return {"edit_window": _("toujours")}.get(name) or (
            _("aucune attente") if name.startswith("seconds_") else _("sans limite")
        )
    if name.startswith("seconds_"):
        return _("{n} min").format(n=value // 60) if value % 60 == 0 else _("{n} s").format(n=value)
    if isinstance(value, timedelta):
        return ngettext("{n} jour", "{n} jours", value.days).format(n=value.days)
    return str(value)


def rise_sentences(rise: Rise) -> list[str]:
    """What a level asks for, one sentence a condition; conditions of nought are left out."""
    asked: list[tuple[int, Callable[[int], str]]] = [
        (rise.account_days, lambda n: ngettext("un compte d’un jour", "un compte d’au moins {n} jours", n)),
        (rise.days if not rise.days_seen else 0, lambda n: ngettext("{n} jour de lecture", "{n} jours de lecture", n)),
        (
            rise.days_seen,
            lambda n: ngettext(
                "{n} jour de lecture sur les {window} derniers", "{n} jours de lecture sur les {window} derniers", n
            ),
        ),
        (rise.read, lambda n: ngettext("{n} message lu", "{n} messages lus", n)),
        (rise.written, lambda n: ngettext("{n} message écrit", "{n} messages écrits", n)),
        (rise.received, lambda n: ngettext("{n} réaction reçue", "{n} réactions reçues", n)),
        (
            rise.quiet_days,
            lambda n: ngettext(
                "aucun signalement retenu contre toi depuis un jour",
                "aucun signalement retenu contre toi depuis {n} jours",
                n,
            ),
        ),
    ]
    return [_("une adresse e-mail confirmée"), *(say(n).format(n=n, window=WINDOW) for n, say in asked if n)]


@dataclass(frozen=True, slots=True)
class Step:
    """A level as the page explains it."""

    level: TrustLevel
    lede: str
    asked: tuple[str, ...]
    fall: str


def steps() -> list[Step]:
    """The levels one after the other: what each is, what it asks for, how it is lost."""
    falls = _(
        "Tu redeviens membre en dessous de {n} jours de lecture sur les {window} derniers, ou quand un signalement "
        "contre toi est retenu. Rien de grave : ça se regagne."
    ).format(n=KEEPS_REGULAR, window=WINDOW)
    return [
        Step(
            TrustLevel.NEWCOMER,
            _("Tu viens d’arriver. Tu peux déjà tout lire, écrire et voter, à petites doses."),
            (),
            "",
        ),
        Step(
            TrustLevel.MEMBER,
            _("On t’a vu revenir et lire. Les petites doses sont finies."),
            tuple(rise_sentences(TO_MEMBER)),
            _("Ce niveau ne se perd pas."),
        ),
        Step(
            TrustLevel.REGULAR,
            _("Tu fais partie des meubles, ceux qu’on ne déplace pas."),
            tuple(rise_sentences(TO_REGULAR)),
            falls,
        ),
        Step(
            TrustLevel.GUIDE,
            _("La maison t’a demandé un coup de main, et tu as dit oui."),
            (_("être un habitué"), _("être nommé par l’équipe, qui dit pourquoi")),
            _("Un guide qui n’est plus un habitué redevient membre, jusqu’à son retour."),
        ),
    ]


@dataclass(frozen=True, slots=True)
class Progress:
    """One figure of the way to the next level."""

    label: str
    has: int
    asked: int


def progress(standing: Standing, now: datetime) -> list[Progress]:
    """How far it is to the next level that comes by itself; empty for who has it."""
    if standing.level >= TrustLevel.REGULAR:
        return []
    rise = TO_REGULAR if standing.level else TO_MEMBER
    figures = [
        (_("Jours de compte"), (now - standing.joined).days, rise.account_days),
        (_("Jours de lecture"), standing.days_seen if rise.days_seen else standing.days, rise.days),
        (_("Messages lus"), standing.read, rise.read),
        (_("Messages écrits"), standing.written, rise.written),
        (_("Réactions reçues"), standing.received, rise.received),
    ]
    return [Progress(label, has, asked) for label, has, asked in figures if asked]
