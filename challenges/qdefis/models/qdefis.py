from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.pictures.models import Picture
from community.universes.models import Universe

LONGEST_SLUG = 60
LONGEST_TEXT = 20_000
MOST_ENTRIES, MOST_PICTURES = 10, 10
GUESS_DIGITS, GUESS_PLACES = 15, 3
OUT_OF_ORDER = _("Les heures se suivent : ouverture, clôture, votes, résultats.")


class Kind(models.TextChoices):
    """What members enter. Photos and texts are judged, a quiz and a guess score themselves."""

    PHOTO = "photo", _("photos")
    TEXT = "text", _("texte")
    QUIZ = "quiz", _("quiz")
    GUESS = "guess", _("estimation")


JUDGED = (Kind.PHOTO, Kind.TEXT)


class VoteMethod(models.TextChoices):
    """How members judge an entry."""

    APPROVAL = "approval", _("toutes celles qui plaisent")
    STARS = "stars", _("une à cinq étoiles")


class JuryMethod(models.TextChoices):
    """How jurors judge an entry."""

    YES_NO = "yes_no", _("oui ou non")
    STARS = "stars", _("une à cinq étoiles")


class Phase(models.TextChoices):
    """Where a Qdéfi stands: the clock says so, but for its two ends."""

    DRAFT = "draft", _("brouillon")
    ANNOUNCED = "announced", _("annoncé")
    ENTRIES = "entries", _("participations")
    READING = "reading", _("relecture avant le vote")  # entries are closed, the votes not open yet
    VOTES = "votes", _("votes")
    JURY = "jury", _("jury")
    RESULTS = "results", _("résultats")


class QdefiQuerySet(models.QuerySet["Qdefi"]):
    def public(self) -> "QdefiQuerySet":
        """What everybody may know of."""
        return self.filter(published_at__isnull=False)

    def taking_entries(self, now: datetime) -> "QdefiQuerySet":
        """Those that one can enter, the next to close first."""
        return self.public().filter(entries_open_at__lte=now, entries_close_at__gt=now).order_by("entries_close_at")

    def taking_votes(self, now: datetime) -> "QdefiQuerySet":
        """Those whose entries are voted on, the next to close first."""
        return self.public().filter(votes_open_at__lte=now, votes_close_at__gt=now).order_by("votes_close_at")

    def untold(self, now: datetime) -> "QdefiQuerySet":
        """Those whose votes are open and of which nobody has told those who entered."""
        return self.taking_votes(now).filter(votes_told_at=None)

    def to_settle(self, now: datetime) -> "QdefiQuerySet":
        """Those whose hour of results has come and that nobody settled."""
        return self.public().filter(results_at__lte=now, settled_at=None).order_by("results_at", "pk")


class Qdefi(models.Model):
    """A challenge: a brief, who may enter what until when, and who decides. All but words is frozen with the entries.

    The clock alone moves it, except that it has no results before they are settled (`settled_at`), however late.
    """

    slug = models.SlugField(_("adresse"), max_length=LONGEST_SLUG, unique=True)
    title = models.CharField(_("titre"), max_length=120)
    lead = models.CharField(_("en une phrase"), max_length=240)
    brief = models.TextField(_("le défi"), max_length=LONGEST_TEXT, help_text=_("En Markdown, comme au café."))
    rules = models.TextField(_("règles du jeu"), max_length=LONGEST_TEXT, blank=True, help_text=_("En Markdown."))
    prize = models.CharField(_("à gagner"), max_length=240, blank=True)
    language = models.CharField(_("langue"), max_length=2, choices=settings.LANGUAGES, default="fr")
    universe = models.ForeignKey(Universe, models.PROTECT, related_name="qdefis", verbose_name=_("univers"))
    kind = models.CharField(_("genre"), max_length=5, choices=Kind, default=Kind.PHOTO)
    most_entries = models.PositiveSmallIntegerField(
        _("participations par membre"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_ENTRIES)],
    )
    most_pictures = models.PositiveSmallIntegerField(
        _("photos par participation"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PICTURES)],
        help_text=_("Pour un Qdéfi de photos."),
    )
    is_blind = models.BooleanField(
        _("à l’aveugle"), default=False, help_text=_("Personne ne voit de qui est quoi avant les résultats.")
    )
    # Of a guess: what is counted, and how many there are. Secret until the results.
    unit = models.CharField(
        _("unité"), max_length=40, blank=True, help_text=_("Pour une estimation : battements, mm …")
    )
    solution = models.DecimalField(
        _("la bonne valeur"),
        max_digits=GUESS_DIGITS,
        decimal_places=GUESS_PLACES,
        null=True,
        blank=True,
        help_text=_("Pour une estimation. Personne ne la voit avant les résultats."),
    )
    terms = models.TextField(
        _("conditions de participation"), max_length=LONGEST_TEXT, help_text=_("En Markdown. Il faut les accepter.")
    )
    terms_version = models.PositiveSmallIntegerField(_("version des conditions"), default=1, editable=False)
    published_at = models.DateTimeField(_("annoncé le"), null=True, editable=False)
    entries_open_at = models.DateTimeField(_("ouverture des participations"))
    entries_close_at = models.DateTimeField(_("clôture des participations"))
    votes_open_at = models.DateTimeField(_("ouverture des votes"), null=True, blank=True)
    votes_close_at = models.DateTimeField(_("clôture des votes"), null=True, blank=True)
    results_at = models.DateTimeField(_("résultats"))
    # Who decides, of photos and texts: the community for so much, the jury for the rest.
    community_weight = models.PositiveSmallIntegerField(
        _("poids de la communauté"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("En pour cent ; le reste est au jury. Figé dès l’ouverture des participations."),
    )
    vote_method = models.CharField(
        _("vote de la communauté"), max_length=8, choices=VoteMethod, default=VoteMethod.APPROVAL
    )
    jury_method = models.CharField(_("vote du jury"), max_length=6, choices=JuryMethod, default=JuryMethod.STARS)
    quorum = models.PositiveSmallIntegerField(
        _("quorum du jury"),
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_("Combien de jurés doivent avoir jugé une participation."),
    )
    # Written under the Qdéfi's lock.
    entered = models.PositiveIntegerField(_("participations"), default=0, editable=False)  # those that stand
    votes_told_at = models.DateTimeField(null=True, editable=False)  # that votes are open was told, or is about to be
    settled_at = models.DateTimeField(_("résultats établis le"), null=True, editable=False)

    objects: ClassVar[QdefiQuerySet] = QdefiQuerySet.as_manager()  # type: ignore[assignment]  # our QuerySet

    class Meta:
        verbose_name = _("Qdéfi")
        verbose_name_plural = _("Qdéfis")
        default_permissions = ()
        permissions = [("manage_qdefi", _("Mener les Qdéfis"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(entries_close_at__gt=F("entries_open_at"), results_at__gte=F("entries_close_at")),
                name="qdefi_hours_in_order",
                violation_error_message=OUT_OF_ORDER,
            ),
            models.CheckConstraint(
                condition=Q(votes_open_at=None, votes_close_at=None)
                | Q(
                    votes_open_at__isnull=False,
                    votes_close_at__isnull=False,
                    votes_open_at__gte=F("entries_close_at"),
                    votes_close_at__gt=F("votes_open_at"),
                    results_at__gte=F("votes_close_at"),
                ),
                name="qdefi_votes_between_entries_and_results",
                violation_error_message=OUT_OF_ORDER,
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["quiz", "guess"]) | Q(votes_open_at=None),
                name="qdefi_that_scores_itself_takes_no_votes",
                violation_error_message=_("Un quiz et une estimation se départagent tout seuls : pas de vote."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="quiz") | Q(most_entries=1),
                name="qdefi_quiz_once",
                violation_error_message=_("On répond une fois à un quiz : une participation par membre."),
            ),
            models.CheckConstraint(condition=Q(community_weight__lte=100), name="qdefi_weight_of_a_hundred"),
            models.CheckConstraint(
                condition=Q(most_entries__gte=1, most_pictures__gte=1, quorum__gte=1), name="qdefi_at_least_one"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(settled_at__gte=F("results_at")), name="qdefi_settled_at_its_hour"
            ),
        ]
        indexes = [models.Index(F("entries_open_at").desc(), F("id").desc(), name="qdefi_latest")]

    def __str__(self) -> str:
        return self.title

    @property
    def topic(self) -> str:
        """Its name on the wire."""
        return f"qdefi:{self.slug}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def is_judged(self) -> bool:
        """Do people decide? A quiz and a guess score themselves."""
        return self.kind in JUDGED

    @property
    def has_jury(self) -> bool:
        return self.is_judged and self.community_weight < 100

    def phase(self, now: datetime) -> Phase:
        """Where it stands at `now`; nothing has to run for it to open or to close."""
        if self.published_at is None:
            return Phase.DRAFT
        if self.settled_at is not None:
            return Phase.RESULTS
        if now < self.entries_open_at:
            return Phase.ANNOUNCED
        if now < self.entries_close_at:
            return Phase.ENTRIES
        if self.votes_open_at is None or self.votes_close_at is None or now >= self.votes_close_at:
            return Phase.JURY
        return Phase.VOTES if now >= self.votes_open_at else Phase.READING

    def has_opened(self, now: datetime) -> bool:
        """Could anybody have entered it? From then on who decides is frozen."""
        return self.published_at is not None and now >= self.entries_open_at

    def hides_authors(self) -> bool:
        """Is it kept from everybody who entered what?"""
        return self.is_blind and self.settled_at is None

    def shows_entries(self) -> bool:
        """May everybody see what is entered? Answers of a quiz and guesses only with the results."""
        return self.is_judged or self.settled_at is not None

    def get_absolute_url(self) -> str:
        return reverse("qdefis:qdefi", args=[self.slug])


class QdefiPicture(models.Model):
    """A picture of the brief; the first one stands for the Qdéfi everywhere."""

    qdefi = models.ForeignKey(Qdefi, models.CASCADE, related_name="pictures", verbose_name=_("Qdéfi"))
    picture = models.OneToOneField(Picture, models.CASCADE, related_name="+", verbose_name=_("image"))
    alt = models.CharField(_("texte alternatif"), max_length=200, help_text=_("Ce que l’image montre, en une phrase."))

    class Meta:
        verbose_name = _("image d’un Qdéfi")
        verbose_name_plural = _("images d’un Qdéfi")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.alt
