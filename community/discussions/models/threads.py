from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from community.discussions.subjects import Subject, thing_of


class ThreadQuerySet(models.QuerySet["Thread"]):
    def in_cafe(self) -> "ThreadQuerySet":
        """What the café lists: threads of its tables that have a post to show."""
        return self.filter(category__isnull=False, shown__gt=0)


class Thread(models.Model):
    """A conversation: a topic of the café, or what is said under an article, a drop, an idea, an entry.

    It stands at a table of the café or under its subject, never both; a subject has one talk at most, and any number
    of questions.
    """

    class Kind(models.TextChoices):
        TALK = "talk", _("sujet")
        QUESTION = "question", _("question")

    kind = models.CharField(_("genre"), max_length=8, choices=Kind, default=Kind.TALK, db_default=Kind.TALK)
    category = models.ForeignKey(
        "discussions.Category", models.PROTECT, null=True, related_name="threads", verbose_name=_("table")
    )
    # A registered subject's name and the primary key of its row (see subjects.py); "" and null in the café.
    subject = models.CharField(_("objet"), max_length=20, blank=True, default="")
    subject_id = models.BigIntegerField(_("numéro de l’objet"), null=True)
    title = models.CharField(_("titre"), max_length=120)
    slug = models.SlugField(_("adresse"), max_length=80)
    language = models.CharField(_("langue"), max_length=2, choices=settings.LANGUAGES, default="fr")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="threads", verbose_name=_("auteur")
    )
    started_at = models.DateTimeField(_("ouvert le"), db_default=Now())
    # The number of the last post given out, and how many posts everybody may see. Raised under the thread's lock.
    last_number = models.PositiveIntegerField(_("dernier numéro"), default=0)
    shown = models.PositiveIntegerField(_("messages visibles"), default=0)
    last_at = models.DateTimeField(_("dernier message"), db_default=Now())
    last_author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Of a question: how many other members have it, too; rows are in SharedQuestion. Raised under the thread's lock.
    asked = models.PositiveIntegerField(_("posée aussi par"), default=0, db_default=0)
    best = models.ForeignKey(
        "discussions.Post", models.SET_NULL, null=True, related_name="+", verbose_name=_("meilleure réponse")
    )
    pinned_at = models.DateTimeField(_("épinglé le"), null=True)
    closed_at = models.DateTimeField(_("fermé le"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[ThreadQuerySet] = ThreadQuerySet.as_manager()  # type: ignore[assignment]  # our QuerySet

    class Meta:
        verbose_name = _("sujet")
        verbose_name_plural = _("sujets")
        constraints = [
            models.CheckConstraint(
                condition=Q(category__isnull=False, subject="", subject_id=None)
                | Q(category=None, subject_id__isnull=False) & ~Q(subject=""),
                name="thread_has_one_place",
            ),
            models.UniqueConstraint(
                fields=["subject", "subject_id"], condition=Q(kind="talk") & ~Q(subject=""), name="thread_one_a_subject"
            ),
            models.CheckConstraint(condition=Q(shown__lte=F("last_number")), name="thread_shows_what_it_has"),
        ]
        indexes = [
            # The café's lists, newest talk first, by keyset.
            models.Index(
                F("last_at").desc(),
                F("id").desc(),
                name="thread_of_cafe",
                condition=Q(category__isnull=False, shown__gt=0),
            ),
            models.Index(
                "category", F("last_at").desc(), F("id").desc(), name="thread_of_category", condition=Q(shown__gt=0)
            ),
            models.Index("author", F("started_at").desc(), name="thread_of_author"),
            models.Index(
                "subject", "subject_id", name="thread_questions_under", condition=Q(kind="question") & ~Q(subject="")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def thing(self) -> tuple[Subject, Any] | None:
        """What it stands under, with its subject; asked once. None in the café, or when either is gone."""
        return thing_of(self.subject, self.subject_id) if self.subject else None

    @property
    def is_question(self) -> bool:
        return self.kind == self.Kind.QUESTION

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_pinned(self) -> bool:
        return self.pinned_at is not None

    @property
    def topic(self) -> str:
        """Its name on the wire."""
        return f"thread:{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("discussions:thread", args=[self.slug, self.pk])
