from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

KEY = r"[0-9a-f]{32}"


class PostState(models.TextChoices):
    """What may be seen of a post. Its author and the moderation see more."""

    SHOWN = "shown", _("visible")
    HELD = "held", _("en attente de relecture")
    HIDDEN = "hidden", _("masqué")
    DELETED = "deleted", _("supprimé")


class ReactionName(models.TextChoices):
    """What one can say to a post without words. A small set, and each says what it means."""

    THANKS = "merci", _("Merci")
    BRAVO = "bravo", _("Bravo")
    SMILE = "sourire", _("Ça me fait sourire")
    LEARNT = "appris", _("J’ai appris quelque chose")
    LONGING = "envie", _("J’en veux une")


class PostQuerySet(models.QuerySet["Post"]):
    def shown(self) -> "PostQuerySet":
        return self.filter(state=PostState.SHOWN)


class Post(models.Model):
    """One message of a thread: its words as they were typed, and as they are shown.

    `number` is given when the post appears, counting from 1 without a gap in its thread; a held one has none yet.
    """

    thread = models.ForeignKey("discussions.Thread", models.CASCADE, related_name="posts", verbose_name=_("sujet"))
    number = models.PositiveIntegerField(_("numéro"), null=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="posts", verbose_name=_("auteur")
    )
    source = models.TextField(_("texte"))
    html = models.TextField(_("mise en forme"))
    reply_to = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", verbose_name=_("répond à"))
    at = models.DateTimeField(_("écrit le"), db_default=Now())
    edited_at = models.DateTimeField(_("modifié le"), null=True)
    edits = models.PositiveIntegerField(_("modifications"), default=0)
    state = models.CharField(_("état"), max_length=8, choices=PostState, default=PostState.SHOWN)
    state_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state_at = models.DateTimeField(_("état depuis"), null=True)
    reactions = models.JSONField(_("réactions"), default=dict)  # ReactionName -> how many; rows are in Reaction
    pictures = models.JSONField(_("images"), default=list)  # tokens of the pictures it shows
    # The author lets it be seen that they speak as what is nobody's business otherwise: as an owner (voices.py).
    is_open = models.BooleanField(_("dit d’où il parle"), default=False, db_default=False)
    # What the writer's browser made for this one act; it makes a repeat harmless.
    key = models.CharField(max_length=32, blank=True, default="")

    objects: ClassVar[PostQuerySet] = PostQuerySet.as_manager()  # type: ignore[assignment]  # our QuerySet

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="post_number_once"),
            models.UniqueConstraint(fields=["author", "key"], condition=~Q(key=""), name="post_key_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | Q(state__in=["held", "hidden", "deleted"]),
                name="post_shown_is_numbered",
            ),
        ]
        indexes = [
            models.Index("author", F("at").desc(), name="post_of_author"),
            models.Index("thread", "at", name="post_by_date"),
            models.Index(F("at").desc(), F("id").desc(), name="post_latest", condition=Q(state="shown")),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id}#{self.number or self.state}"

    def get_absolute_url(self) -> str:
        return reverse("discussions:post", args=[self.pk])


class Revision(models.Model):
    """What a post said before an edit, who changed it and why."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions", verbose_name=_("message"))
    source = models.TextField(_("texte d’avant"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("modifié le"), db_default=Now())
    reason = models.CharField(_("raison"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.post_id} {self.at:%Y-%m-%d}"


class Reaction(models.Model):
    """One member's word without words on a post; each name once."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="reacted", verbose_name=_("message"))
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reactions", verbose_name=_("membre")
    )
    name = models.CharField(_("réaction"), max_length=10, choices=ReactionName)
    at = models.DateTimeField(_("depuis"), db_default=Now())

    class Meta:
        verbose_name = _("réaction")
        verbose_name_plural = _("réactions")
        constraints = [models.UniqueConstraint(fields=["post", "member", "name"], name="reaction_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.name} {self.post_id}"
