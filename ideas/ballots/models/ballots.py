from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.members.trust import TrustLevel
from community.pictures.models import Picture
from community.universes.models import Universe

LONGEST_QUESTION = 160
LONGEST_TEXT = 5_000
LONGEST_LABEL = 80
DIGEST = 64  # hex characters of a SHA-256
KEY_BYTES = 32


class Method(models.TextChoices):
    """How a paper is filled in and counted; docs/fairness.md says how, exactly."""

    SINGLE = "single", _("un seul choix")
    APPROVAL = "approval", _("toutes celles qui conviennent")
    SCORE = "score", _("une note de 0 à 5 à chacune")
    RANKED = "ranked", _("un classement")


class Phase(models.TextChoices):
    """Where a ballot stands: the clock says so, but for the two ends."""

    DRAFT = "draft", _("brouillon")
    PLANNED = "planned", _("à venir")
    OPEN = "open", _("ouvert")
    CLOSED = "closed", _("clos, dépouillement en cours")
    SEALED = "sealed", _("dépouillé")


class BallotQuerySet(models.QuerySet["Ballot"]):
    def public(self) -> "BallotQuerySet":
        """What everybody may know of."""
        return self.filter(published_at__isnull=False)

    def open(self, now: datetime) -> "BallotQuerySet":
        """Those that take papers, the next to close first."""
        return self.public().filter(opens_at__lte=now, closes_at__gt=now).order_by("closes_at", "pk")

    def to_open(self, now: datetime) -> "BallotQuerySet":
        """Those whose hour has come and whose roll nobody has frozen yet."""
        return self.public().filter(opens_at__lte=now, opened_at=None).order_by("pk")

    def to_seal(self, now: datetime) -> "BallotQuerySet":
        """Those that are closed and not counted yet."""
        return self.public().filter(closes_at__lte=now, sealed_at=None).order_by("pk")


class Ballot(models.Model):
    """A question put to the members, who answers it, and what came of it. It knows no page but its own.

    `eligible` and `voted` count papers; with the order of ties, `eligible` is there from the opening on. What came out
    is there from the sealing on: `{"rounds": […], "winners": […]}` as in the tally, whose digest stands beside it.
    """

    question = models.CharField(_("question"), max_length=LONGEST_QUESTION)
    text = models.TextField(_("explication"), max_length=LONGEST_TEXT, blank=True, help_text=_("En Markdown."))
    language = models.CharField(_("langue"), max_length=2, choices=settings.LANGUAGES, default="fr")
    method = models.CharField(_("méthode"), max_length=8, choices=Method, default=Method.SINGLE)
    opens_at = models.DateTimeField(_("ouverture"))
    closes_at = models.DateTimeField(_("clôture"))
    # Who votes. A confirmed e-mail address is always asked for.
    min_account_days = models.PositiveSmallIntegerField(
        _("âge du compte"), default=0, help_text=_("En jours, à l’ouverture.")
    )
    min_level = models.PositiveSmallIntegerField(_("confiance"), choices=TrustLevel, default=TrustLevel.NEWCOMER)
    universe = models.ForeignKey(
        Universe,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("univers"),
        help_text=_("Seulement les membres qui le suivent. Vide : tous."),
    )
    # A name of `owners.py` and what is owned: one paper for each piece.
    owners_of = models.CharField(_("propriétaires"), max_length=40, blank=True, default="")
    owners_key = models.CharField(_("de quoi"), max_length=64, blank=True, default="")
    shows_tally = models.BooleanField(
        _("montrer les voix avant la clôture"),
        default=False,
        help_text=_("D’habitude non : on ne voit que la participation."),
    )
    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum"), default=0, validators=[MaxValueValidator(100)], help_text=_("En pour cent des papiers possibles.")
    )
    published_at = models.DateTimeField(_("publié le"), null=True, editable=False)
    # Written under the ballot's lock.
    opened_at = models.DateTimeField(_("liste figée le"), null=True, editable=False)
    eligible = models.PositiveIntegerField(_("papiers possibles"), null=True, editable=False)
    voted = models.PositiveIntegerField(_("papiers"), default=0, editable=False)
    tie_order = ArrayField(models.BigIntegerField(), null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    sealed_at = models.DateTimeField(_("dépouillé le"), null=True, editable=False)
    outcome = models.JSONField(null=True, editable=False)
    digest = models.CharField(max_length=DIGEST, blank=True, default="", editable=False)

    objects: ClassVar[BallotQuerySet] = BallotQuerySet.as_manager()  # type: ignore[assignment]  # our QuerySet

    class Meta:
        verbose_name = _("scrutin")
        verbose_name_plural = _("scrutins")
        default_permissions = ()
        permissions = [("manage_ballot", _("Organiser les scrutins"))]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="ballot_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(quorum_percent__lte=100), name="ballot_quorum_of_a_hundred"),
            models.CheckConstraint(
                condition=Q(opened_at=None, eligible=None, tie_order=None, voted=0)
                | Q(opened_at__isnull=False, eligible__isnull=False, tie_order__isnull=False),
                name="ballot_opened_whole",
            ),
            models.CheckConstraint(
                condition=Q(eligible=None) | Q(voted__lte=F("eligible")), name="ballot_no_more_papers_than_the_roll"
            ),
            models.CheckConstraint(
                condition=Q(sealed_at=None, outcome=None, digest="")
                | Q(sealed_at__isnull=False, opened_at__isnull=False, outcome__isnull=False) & ~Q(digest=""),
                name="ballot_sealed_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], condition=Q(sealed_at=None), name="ballot_not_sealed"),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def topic(self) -> str:
        """Its name on the wire."""
        return f"ballot:{self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def is_sealed(self) -> bool:
        return self.sealed_at is not None

    def phase(self, now: datetime) -> Phase:
        """Where it stands at this moment; nothing has to run for a ballot to open or to close."""
        if self.published_at is None:
            return Phase.DRAFT
        if self.sealed_at is not None:
            return Phase.SEALED
        if now >= self.closes_at:
            return Phase.CLOSED
        return Phase.OPEN if now >= self.opens_at else Phase.PLANNED

    def is_due(self, now: datetime) -> bool:
        """Has its hour come to be opened or sealed, and nobody did?"""
        if self.published_at is None or self.sealed_at is not None:
            return False
        return now >= self.closes_at or (self.opened_at is None and now >= self.opens_at)

    def get_absolute_url(self) -> str:
        return reverse("ballots:ballot", args=[self.pk])


class Tally(models.Model):
    """The published file of a sealed ballot, byte by byte. Apart, since it is long and few read it."""

    ballot = models.OneToOneField(Ballot, models.CASCADE, primary_key=True, related_name="tally")
    text = models.TextField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("dépouillement")
        verbose_name_plural = _("dépouillements")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.ballot_id}"


class Option(models.Model):
    """One of the answers. The order of its number is the order of the tally; members see an order of their own."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="options", verbose_name=_("scrutin"))
    label = models.CharField(_("libellé"), max_length=LONGEST_LABEL)
    text = models.CharField(_("en une phrase"), max_length=300, blank=True)
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, editable=False, related_name="+")
    picture_alt = models.CharField(
        _("texte alternatif"), max_length=200, blank=True, help_text=_("Ce que l’image montre, en une phrase.")
    )

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["ballot", "label"], name="option_label_once")]

    def __str__(self) -> str:
        return self.label


class BallotKey(models.Model):
    """What makes a voter's name out of a member's number while a ballot is open. It dies at the sealing.

    A table of its own, so that backups can leave it out: docs/operations/restore.md.
    """

    ballot = models.OneToOneField(Ballot, models.CASCADE, primary_key=True, related_name="key")
    secret = models.BinaryField(max_length=KEY_BYTES)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("clé de scrutin")
        verbose_name_plural = _("clés de scrutin")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.ballot_id}"
