"""What a live page says by itself: the same words for the server's first drawing and for its scripts.

Each function returns sentences by name for a number `n`; braces are filled in by whoever speaks. Scripts get both
numbers as `{"name": ["one", "many"]}` in `data-words` (`static/js/words.js`).
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

TWO_DAYS = 48 * 60  # minutes; above, days are counted

Words = Callable[[int], Mapping[str, str]]


def for_script(words: Words) -> str:
    """Both numbers of each sentence, as JSON."""
    one, many = words(1), words(2)
    both = {name: text if text == many[name] else [text, many[name]] for name, text in one.items()}
    return json.dumps(both, ensure_ascii=False)


def say(words: Words, name: str, n: int = 0, **values: Any) -> str:
    """One sentence, filled in."""
    return words(n)[name].format(n=n, **values)


def dial(n: int) -> dict[str, str]:
    """The middle of the dial: a figure's legend, or a word where there is no figure."""
    return {
        "days": ngettext("jour avant l’ouverture", "jours avant l’ouverture", n),
        "before": _("avant l’ouverture"),
        "stock": ngettext("pièce sur {total}", "pièces sur {total}", n),
        "paused": _("en pause, rien ne se perd"),
        "sold": ngettext("vendue sur {total}", "vendues sur {total}", n),
        "sealed": _("Scellé"),
        "sealed_legend": _("pas encore d’heure"),
        "open": _("Ouvert"),
        "open_legend": _("le compte est aux membres"),
        "sold_out": _("Vendu"),
        "sold_out_legend": _("tout est vendu"),
        "closed": _("Fermé"),
        "closed_legend": _("jusqu’au prochain"),
        "cancelled": _("Annulé"),
        "cancelled_legend": _("il n’ouvrira pas"),
        "key_available": ngettext("disponible", "disponibles", n),
        "key_held": _("en caisse"),
        "key_sold": ngettext("vendue", "vendues", n),
        "label": _("{available} pièces disponibles, {held} en caisse, {sold} vendues, sur {total}"),
        "plain_label": _("Cadran du drop"),
    }


def countdown(n: int) -> dict[str, str]:
    """The line above the title, the tab's title, the silent timer and the voice."""
    return {
        "sealed": _("Scellé, ouvre dans {left}"),
        "announced": _("Ouvre dans {left}"),
        "open": _("Ouvert, ferme dans {left}"),
        "paused": _("En pause"),
        "sold_out": _("Tout est vendu"),
        "closed": _("Fermé"),
        "cancelled": _("Annulé"),
        "seconds": _("{n} s"),
        "minutes": _("{n} min"),
        "hours": _("{n} h {minutes}"),
        "days": ngettext("{n} jour", "{n} jours", n),
        "timer_sealed": _("Ouverture dans {figure}"),
        "timer_announced": _("Ouverture dans {figure}"),
        "timer_open": _("Fermeture dans {figure}"),
        "title_before": _("{figure} · {name}"),
        "title_stock": ngettext("{n} restante · {name}", "{n} restantes · {name}", n),
        "title_announced": _("C’est l’heure · {name}"),
        "title_sealed": _("Scellé · {name}"),
        "title_open": _("Ouvert · {name}"),
        "title_sold_out": _("Tout est vendu · {name}"),
        "title_closed": _("Fermé · {name}"),
        "title_cancelled": _("Annulé · {name}"),
        "say_600": _("Ouverture dans dix minutes."),
        "say_300": _("Ouverture dans cinq minutes."),
        "say_60": _("Ouverture dans une minute."),
        "say_10": _("Ouverture dans dix secondes."),
        "say_open": _("C’est ouvert."),
        "say_half": _("Il reste la moitié des pièces."),
        "say_last": ngettext("Plus que {n} pièce.", "Plus que {n} pièces.", n),
        "say_sold_out": _("Tout est vendu."),
        "say_closed": _("Le drop est fermé."),
        "say_cancelled": _("Le drop est annulé."),
    }


def stamp(n: int) -> dict[str, str]:
    """From when the figures are."""
    return {
        "fresh": _("Données de {time}"),
        "stale": _("Liaison perdue, données de {time}"),
        "claims": ngettext("{n} membre a demandé une pièce", "{n} membres ont demandé une pièce", n),
        "no_claims": _("personne n’a encore demandé"),
    }


def claim(n: int) -> dict[str, str]:
    """The button, and what is said the moment an answer comes."""
    return {
        "claim": _("Demander une pièce"),
        "queue": _("Entrer dans la file d’attente"),
        "sealed": _("Pas encore ouvert"),
        "announced": _("Pas encore ouvert"),
        "paused": _("En pause"),
        "sold_out": _("Tout est vendu"),
        "closed": _("Fermé"),
        "cancelled": _("Annulé"),
        "allocated": _("C’est enregistré. Une pièce t’attend."),
        "waiting": _("C’est enregistré. Tu as la place {place} dans la file."),
        "ordered": _("C’est déjà commandé."),
        "lapsed": _("Ta demande est échue."),
        "withdrawn": _("Ta demande est retirée."),
    }


def time_left(milliseconds: int) -> str:
    """How long in words, rounded up like the figure in the dial; `static/js/countdown.js` says the same."""
    seconds = max(0, -(-milliseconds // 1000))
    minutes = -(-seconds // 60)
    if seconds < 60:
        return say(countdown, "seconds", seconds)
    if minutes < 60:
        return say(countdown, "minutes", minutes)
    if minutes <= TWO_DAYS:
        return say(countdown, "hours", minutes // 60, minutes=f"{minutes % 60:02}")
    return say(countdown, "days", -(-minutes // (TWO_DAYS // 2)))
