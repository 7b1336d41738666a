"""What is kept of who votes, and what is not."""

from django.utils.translation import gettext_lazy as _

from community.personal.registry import Erasure, register_impersonal, register_personal
from ideas.ballots.actions.departing import let_member_go

COUNTED = _("le nombre de papiers d’un dépouillement publié reste vérifiable ; la ligne ne nomme plus personne")


def register() -> None:
    """Register the roll and who took part; what stands on a paper names nobody."""
    register_personal(
        "ballots.RollEntry",
        of="member",
        fields={
            "ballot__question": _("les scrutins où tu pouvais voter"),
            "papers": _("avec combien de papiers"),
        },
        on_erasure=let_member_go,
        kept=_("pour toujours, sans nom une fois ton compte effacé"),
        erased=_("Tes papiers des scrutins ouverts sont retirés ; la liste garde sa longueur, sans ton nom."),
    )
    register_personal(
        "ballots.Participation",
        of="member",
        fields={"ballot__question": _("les scrutins où tu as voté"), "day": _("quel jour")},
        on_erasure=Erasure.KEEP(COUNTED),
        kept=_("pour toujours, sans nom une fois ton compte effacé"),
    )
    register_impersonal("ballots.Ballot", "A ballot is the house's: who votes stands on the roll.")
    register_impersonal("ballots.Option", "The house wrote it.")
    register_impersonal("ballots.Tally", "Receipts and choices; no query leads from a receipt to a member.")
    register_impersonal("ballots.Paper", "A receipt and a choice of a sealed ballot, whose key is gone.")
    register_impersonal(
        "ballots.Vote", "It names no member; leaving takes it out by way of the roll while that can be."
    )
    register_impersonal("ballots.BallotKey", "Random bytes that die at the sealing.")
