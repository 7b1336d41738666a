"""What is kept of who votes and who judges, and what is not."""

from django.utils.translation import gettext_lazy as _

from challenges.juries.actions.departing import let_voter_go
from community.personal.registry import Erasure, register_impersonal, register_personal

COUNTED = _("un résultat publié reste vérifiable ; la ligne ne nomme plus personne")
QDEFI = "judging__qdefi__title"


def register() -> None:
    """Register what is kept of voters and of jurors; what stands on a paper names nobody."""
    _register_voters()
    _register_jurors()
    register_impersonal("juries.Judging", "How a Qdéfi is judged is the house's; who votes stands on the roll.")
    register_impersonal("juries.JudgingKey", "Random bytes that die at the seal.")
    register_impersonal("juries.RingPlace", "An order drawn by chance.")
    register_impersonal("juries.JuryRound", "The house's rounds; marks and jurors are rows of their own.")
    register_impersonal("juries.Published", "Receipts, marks without jurors and entries by their codes.")
    register_impersonal("juries.Paper", "A receipt and a choice of a sealed vote, whose key is gone.")
    register_impersonal("juries.Vote", "It names no member; leaving takes it out by way of the roll while that can be.")


def _register_voters() -> None:
    register_personal(
        "juries.RollEntry",
        of="member",
        fields={QDEFI: _("les Qdéfis où tu pouvais voter")},
        on_erasure=let_voter_go,
        kept=_("pour toujours, sans nom une fois ton compte effacé"),
        erased=_("Tes papiers des votes ouverts sont retirés ; la liste garde sa longueur, sans ton nom."),
    )
    register_personal(
        "juries.Participation",
        of="member",
        fields={QDEFI: _("les Qdéfis où tu as voté"), "day": _("quel jour")},
        on_erasure=Erasure.KEEP(COUNTED),
        kept=_("pour toujours, sans nom une fois ton compte effacé"),
    )
    register_personal(
        "juries.Seat",
        of="member",
        fields={QDEFI: _("les Qdéfis dont tu as regardé les participations"), "start": _("par laquelle tu commences")},
        on_erasure=Erasure.DELETE,
    )


def _register_jurors() -> None:
    register_personal(
        "juries.Juror",
        of="member",
        fields={
            QDEFI: _("les Qdéfis dont tu es juré"),
            "named_at": _("depuis quand"),
            "left_at": _("jusqu’à quand"),
        },
        on_erasure=Erasure.KEEP(COUNTED),
        kept=_("pour toujours, sans nom une fois ton compte effacé"),
    )
    register_personal(
        "juries.Mark",
        of="juror__member",
        fields={
            "entry__title": _("la participation que tu as jugée"),
            "mark": _("la note que tu lui as donnée"),
            "at": _("quand"),
        },
        on_erasure=Erasure.KEEP(COUNTED),
        kept=_("pour toujours, sans nom une fois ton compte effacé"),
    )
    register_personal(
        "juries.Conflict",
        of="juror__member",
        fields={"entry__title": _("la participation pour laquelle tu t’es récusé"), "at": _("quand")},
        on_erasure=Erasure.KEEP(COUNTED),
        kept=_("pour toujours, sans nom une fois ton compte effacé"),
    )
    register_personal(
        "juries.Note",
        of="juror__member",
        fields={"entry__title": _("la participation"), "text": _("ce que tu en as noté pour toi")},
        on_erasure=Erasure.DELETE,
    )
