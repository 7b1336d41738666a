"""What Qdéfis keep of members: what they entered, and that they agreed to the terms."""

from django.utils.translation import gettext_lazy as _

from challenges.qdefis.actions.departing import let_entrant_go
from community.personal.registry import Erasure, register_impersonal, register_personal


def register() -> None:
    """Register entries; their photos are among the pictures."""
    register_personal(
        "qdefis.Entry",
        of="author",
        fields={
            "qdefi__title": _("le Qdéfi auquel tu participes"),
            "state": _("où en est ta participation"),
            "title": _("son titre"),
            "source": _("ce que tu as écrit"),
            "html": _("le même texte, mis en forme"),
            "lead": _("ses premiers mots"),
            "answers": _("tes réponses au quiz"),
            "guess": _("ton estimation"),
            "terms_version": _("la version des conditions que tu as acceptée"),
            "terms_accepted_at": _("quand tu les as acceptées"),
            "started_at": _("quand tu as commencé"),
            "submitted_at": _("quand tu l’as envoyée"),
            "edited_at": _("quand tu l’as modifiée"),
        },
        impersonal=("key", "code", "language"),
        on_erasure=let_entrant_go,
        erased=_("retirée si les résultats ne sont pas là ; sinon elle garde sa place, sans nom ni photo"),
    )
    register_personal(
        "qdefis.EntryPicture",
        of="entry__author",
        fields={"alt": _("ce que montre ta photo, dans tes mots"), "n": _("son rang")},
        on_erasure=Erasure.DELETE,
    )
    register_impersonal("qdefis.Qdefi", "The house wrote it.")
    register_impersonal("qdefis.QdefiPicture", "The house chose and described it.")
    register_impersonal("qdefis.Question", "The house wrote it.")
