"""What the script of a vote says."""

import json

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def mark_words() -> str:
    """What the script says when a mark does not arrive, as JSON for its `data-words`."""
    return json.dumps(
        {
            "signed_out": _("Tu n’es plus connecté : rien n’a été enregistré."),
            "refused": _("Ce n’est pas enregistré : recharge la page."),
            "unanswered": _("Pas de réponse : ce n’est pas enregistré. Réessaie."),
        },
        ensure_ascii=False,
    )
