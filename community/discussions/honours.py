"""For what the café gives points, and the badges that come of it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.discussions.models import Post
from community.recognition.badges import Badge, Times, register_badge
from community.recognition.drawings import Drawing
from community.recognition.reasons import Reason, register_reason

BEST_ANSWER = "discussions.best_answer"


def source_of(post: Post) -> str:
    """A post, as the ledger calls it."""
    return f"post:{post.pk}"


def _url(source: str) -> str:
    kind, _colon, pk = source.partition(":")
    return reverse("discussions:post", args=[pk]) if kind == "post" else ""


REASON = Reason(BEST_ANSWER, _("Ta réponse a été choisie comme la meilleure"), points=10, cap=50, url=_url)
BADGES = (
    Badge(
        "la-vis",
        _("La vis"),
        _("Une de tes réponses a été choisie comme la meilleure : ça tient."),
        Drawing.SCREW,
        Times(BEST_ANSWER, 1),
    ),
    Badge(
        "la-vis-bleuie",
        _("La vis bleuie"),
        _("{number} de tes réponses ont été choisies comme les meilleures."),
        Drawing.BLUED_SCREW,
        Times(BEST_ANSWER, 10),
    ),
    Badge(
        "le-chaton",
        _("Le chaton vissé"),
        _("{number} de tes réponses ont été choisies comme les meilleures : du métier."),
        Drawing.CHATON,
        Times(BEST_ANSWER, 50),
    ),
)


def register() -> None:
    register_reason(REASON)
    for badge in BADGES:
        register_badge(badge)
