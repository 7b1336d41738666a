"""What the café's scripts say by themselves (`static/js/words.js`).

Each function returns sentences by name for a number `n`; a script gets both numbers as `{"name": ["one", "many"]}`.
"""

import json
from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Words = Callable[[int], Mapping[str, str]]


def for_script(words: Words) -> str:
    """Both numbers of each sentence, as JSON."""
    one, many = words(1), words(2)
    both = {name: text if text == many[name] else [text, many[name]] for name, text in one.items()}
    return json.dumps(both, ensure_ascii=False)


def thread(n: int) -> dict[str, str]:
    """The pill of a thread, the way on, and what is said when a press on a message fails."""
    return {
        "fresh": ngettext("{n} nouveau message", "{n} nouveaux messages", n),
        "fresh_at_end": ngettext("{n} nouveau message, à la fin", "{n} nouveaux messages, à la fin", n),
        "asked": ngettext("{n} personne a aussi cette question", "{n} personnes ont aussi cette question", n),
        "total": ngettext("{n} message", "{n} messages", n),
        "more": _("Lire la suite"),
        "unanswered": _("Pas de réponse. Ce n’est pas ta faute : réessaie dans un instant."),
        "signed_out": _("Ta session s’est fermée. Recharge la page et recommence."),
        "refused": _("Ça n’a pas pris. Recharge la page et recommence."),
    }


def cafe(n: int) -> dict[str, str]:
    """The pill of a list."""
    return {
        "moved": ngettext("{n} sujet a bougé", "{n} sujets ont bougé", n),
        "perhaps": _("Voir ce qui a bougé"),
    }


def composer(n: int) -> dict[str, str]:
    """What is said around the words one types: the draft, the pictures, the sending."""
    return {
        "found": _("Brouillon retrouvé."),
        "discard": _("Le jeter"),
        "answers": _("{handle}, message {number}"),
        "somebody": _("quelqu’un qui est parti"),
        "left": ngettext("Encore {n} signe", "Encore {n} signes", n),
        "sending": _("Envoi…"),
        "sent": _("C’est envoyé."),
        "saved": _("C’est enregistré."),
        "held": _("C’est envoyé. Quelqu’un de la modération le lit d’abord."),
        "arrived_before": _("Ton premier envoi était bien arrivé. Ce que tu as changé depuis est resté ici."),
        "unanswered": _("Pas de réponse. Ton texte est gardé : renvoie-le, il ne partira pas deux fois."),
        "signed_out": _("Ta session s’est fermée. Ton texte est gardé : recharge la page, il t’attendra."),
        "refused": _("Ça n’a pas pris. Ton texte est gardé : recharge la page, il t’attendra."),
        "not_cited": _("Impossible de lire ce message maintenant. Réessaie dans un instant."),
        "picture_waits": _("Une image est encore en route : attends-la ou annule-la."),
        "describe": _("Ce qu’on voit sur {name}"),
        "uploading": _("{name} est en route"),
        "cancel": _("Annuler"),
        "retry": _("Réessayer"),
        "leave": _("Laisser"),
        "offline": _("Pas de réponse. L’image n’est pas partie."),
        "unavailable": _("La maison ne répond pas bien. L’image n’est pas partie."),
        "too_large": _("Cette image est trop lourde."),
        "no_picture": _("Cette image n’a pas été acceptée."),
    }
