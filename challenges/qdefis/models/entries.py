import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from challenges.qdefis.models.qdefis import GUESS_DIGITS, GUESS_PLACES, Qdefi
from community.pictures.models import Picture

LONGEST_TITLE = 120
LONGEST_LEAD = 220
LONGEST_ALT = 200
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without look-alikes
CODE = 10


class EntryState(models.TextChoices):
    """Where an entry stands, for its author and for others."""

    DRAFT = "draft", _("brouillon")
    HELD = "held", _("en attente de relecture")
    SUBMITTED = "submitted", _("envoyée")
    WITHDRAWN = "withdrawn", _("retirée")
    HIDDEN = "hidden", _("masquée")


ENTERED = (EntryState.HELD, EntryState.SUBMITTED, EntryState.HIDDEN)


def new_code() -> str:
    """A name for an entry that says nothing of who entered it, nor when: its address, and its place in the gallery."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE))


class EntryQuerySet(models.QuerySet["Entry"]):
    def standing(self) -> "EntryQuerySet":
        """Those that compete and that everybody may see, as far as their Qdéfi shows entries."""
        return self.filter(state=EntryState.SUBMITTED)

    def kept(self) -> "EntryQuerySet":
        """Those that count against what a member may enter: drafts and hidden ones too, withdrawn ones not."""
        return self.exclude(state=EntryState.WITHDRAWN)


class Entry(models.Model):
    """What a member enters: pictures and a word, a text, the answers of a quiz, or a guess.

    `answers` holds the place of the choice for each question, in the questions' order, None for one that is open still.
    """

    State = EntryState

    qdefi = models.ForeignKey(Qdefi, models.CASCADE, related_name="entries", verbose_name=_("Qdéfi"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="qdefi_entries", verbose_name=_("auteur")
    )
    code = models.CharField(max_length=CODE, default=new_code, editable=False)
    state = models.CharField(_("état"), max_length=9, choices=EntryState, default=EntryState.DRAFT, editable=False)
    title = models.CharField(_("titre"), max_length=LONGEST_TITLE, blank=True)
    source = models.TextField(_("texte"), blank=True)
    html = models.TextField(_("mise en forme"), blank=True)
    lead = models.CharField(_("début"), max_length=LONGEST_LEAD, blank=True)
    language = models.CharField(_("langue"), max_length=2, choices=settings.LANGUAGES, default="fr")
    answers = models.JSONField(_("réponses"), default=list, blank=True)
    guess = models.DecimalField(
        _("estimation"), max_digits=GUESS_DIGITS, decimal_places=GUESS_PLACES, null=True, blank=True
    )
    key = models.CharField(max_length=32, blank=True, default="")  # of the form: its repeat does nothing
    terms_version = models.PositiveSmallIntegerField(_("conditions acceptées, version"), null=True, editable=False)
    terms_accepted_at = models.DateTimeField(_("conditions acceptées le"), null=True, editable=False)
    started_at = models.DateTimeField(_("commencée le"), db_default=Now())
    submitted_at = models.DateTimeField(_("envoyée le"), null=True, editable=False)
    edited_at = models.DateTimeField(_("modifiée le"), null=True, editable=False)

    objects: ClassVar[EntryQuerySet] = EntryQuerySet.as_manager()  # type: ignore[assignment]  # our QuerySet

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["qdefi", "code"], name="entry_code_once"),
            models.UniqueConstraint(fields=["author", "key"], condition=~Q(key=""), name="entry_key_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(submitted_at__isnull=False, terms_version__isnull=False, terms_accepted_at__isnull=False),
                name="entry_entered_with_consent",
            ),
        ]
        indexes = [
            models.Index(fields=["qdefi", "code"], condition=Q(state="submitted"), name="entry_in_gallery"),
            models.Index(fields=["author", "started_at"], name="entry_of_author"),
        ]

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def is_standing(self) -> bool:
        return self.state == EntryState.SUBMITTED

    @property
    def is_entered(self) -> bool:
        """Was it handed in, and not taken back?"""
        return self.state in ENTERED

    def get_absolute_url(self) -> str:
        return reverse("qdefis:entry", args=[self.qdefi.slug, self.code])


class EntryPicture(models.Model):
    """A photo of an entry, in the order of `n`, with what is to be seen on it."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="pictures", verbose_name=_("participation"))
    picture = models.OneToOneField(Picture, models.CASCADE, related_name="+", verbose_name=_("image"))
    n = models.PositiveSmallIntegerField(_("rang"))
    alt = models.CharField(_("texte alternatif"), max_length=LONGEST_ALT, blank=True)

    class Meta:
        verbose_name = _("photo d’une participation")
        verbose_name_plural = _("photos d’une participation")
        ordering = ["entry", "n"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["entry", "n"], name="entry_picture_rank_once")]

    def __str__(self) -> str:
        return self.alt
