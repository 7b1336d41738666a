"""What an error says to people. A part that refuses by a code of its own may bring its own sentence."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[str, Promise] = {
    "bad_request": _("Cette demande n’est pas comprise."),
    "unknown_topic": _("Il n’y a rien ici, ou rien pour toi."),
    "forbidden": _("Tu n’as pas accès à cela."),
    "login_required": _("Connecte-toi pour continuer."),
    "too_many_topics": _("Cette page suit déjà trop de choses à la fois."),
    "slow_down": _("Doucement, s’il te plaît."),
    "internal": _("Quelque chose s’est mal passé de notre côté. Rien n’a été enregistré."),
}


def message_for(code: str) -> Promise | str:
    """The sentence for a code, or the code itself."""
    return MESSAGES.get(code, code)
