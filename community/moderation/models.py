"""What the moderation keeps: flags, the items on its desk, silences, its own rules, and a log that only grows."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

CLAIM_LASTS = timedelta(minutes=10)


class Reason(models.TextChoices):
    """Why somebody flags."""

    SPAM = "spam", _("Publicité ou spam")
    INJURIOUS = "injurious", _("Injurieux ou blessant")
    OFF_TOPIC = "off_topic", _("Hors sujet")
    DANGEROUS = "dangerous", _("Dangereux ou illégal")
    OTHER = "other", _("Autre chose")


class Decision(models.TextChoices):
    """What became of an item."""

    APPROVED = "approved", _("approuvé")
    DECLINED = "declined", _("écarté")


class ItemQuerySet(models.QuerySet["Item"]):
    def open(self) -> "ItemQuerySet":
        return self.filter(decided_at=None)

    def free_for(self, member_id: int) -> "ItemQuerySet":
        """Nobody else is at it, by the database's clock."""
        stale = Q(claimed_at__lte=Now() - Value(CLAIM_LASTS))
        return self.filter(Q(claimed_by=None) | Q(claimed_by=member_id) | stale)


class Item(models.Model):
    """One thing on the desk, from its first flag (or from being held) to the decision. One open one for each thing."""

    kind = models.CharField(_("genre"), max_length=40)
    key = models.CharField(_("clé"), max_length=100)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("auteur")
    )
    is_held = models.BooleanField(_("retenu avant parution"), default=False)
    why = models.TextField(_("pourquoi"), blank=True, default="")
    flags_count = models.PositiveIntegerField(_("signalements"), default=0)
    weight = models.PositiveIntegerField(_("poids"), default=0)
    is_hidden = models.BooleanField(_("masqué"), default=False)
    opened_at = models.DateTimeField(_("ouvert le"), db_default=Now())
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("pris par")
    )
    claimed_at = models.DateTimeField(_("pris à"), null=True)
    decision = models.CharField(_("décision"), max_length=10, choices=Decision, blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("décidé par")
    )
    decided_at = models.DateTimeField(_("décidé le"), null=True)

    objects: ClassVar[ItemQuerySet] = ItemQuerySet.as_manager()  # type: ignore[assignment]  # a manager has its methods

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        default_permissions = ()
        permissions = [("moderate", "Can moderate what members write")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], condition=Q(decided_at=None), name="item_one_open"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="item_decided_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["-weight", "id"], condition=Q(decided_at=None), name="item_queue"),
            models.Index(fields=["kind", "key", "decided_at"], name="item_past"),
            models.Index(fields=["author", "decision"], name="item_of_author"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_open(self) -> bool:
        return self.decided_at is None


class Flag(models.Model):
    """What one member reported about one item, and how much it weighed that day."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="flags", verbose_name=_("dossier"), db_index=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("membre"), db_index=False
    )
    reason = models.CharField(_("raison"), max_length=12, choices=Reason)
    note = models.CharField(_("précision"), max_length=500, blank=True, default="")
    weight = models.PositiveSmallIntegerField(_("poids"))
    at = models.DateTimeField(_("le"), db_default=Now())

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="flag_once")]
        indexes = [models.Index(fields=["member", "at"], name="flag_of_day")]

    def __str__(self) -> str:
        return f"{self.member}: {self.reason}"


class Silence(models.Model):
    """A member who may read and not write, until when and why; the row stays as the record."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="silences", verbose_name=_("membre")
    )
    reason = models.CharField(_("motif"), max_length=300)
    # Nobody: flags did it, and the team has not looked yet.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("décidé par")
    )
    is_automatic = models.BooleanField(_("automatique"), default=False)
    at = models.DateTimeField(_("depuis"), db_default=Now())
    until = models.DateTimeField(_("jusqu’au"), null=True)  # empty: for good
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("levé par")
    )
    lifted_at = models.DateTimeField(_("levé le"), null=True)

    class Meta:
        verbose_name = _("mise en silence")
        verbose_name_plural = _("mises en silence")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(lifted_at=None), name="silence_one_a_member"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("at")), name="silence_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.reason}"


class AuditEntry(models.Model):
    """One act of the moderation. Nobody may change or delete it, so it names members without holding them."""

    at = models.DateTimeField(_("le"), db_default=Now())
    verb = models.CharField(_("acte"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("par"),
    )
    by_handle = models.CharField(_("pseudo de l’auteur de l’acte"), max_length=30, blank=True, default="")
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("au sujet de"),
    )
    kind = models.CharField(_("genre"), max_length=40, blank=True, default="")
    key = models.CharField(_("clé"), max_length=100, blank=True, default="")
    reason = models.TextField(_("motif"), blank=True, default="")
    data = models.JSONField(_("détails"), default=dict)

    class Meta:
        verbose_name = _("acte de modération")
        verbose_name_plural = _("journal de modération")
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["verb", "-id"], name="audit_verb"),
            models.Index(fields=["by", "-id"], name="audit_by"),
            models.Index(fields=["about", "-id"], name="audit_about"),
            models.Index(fields=["kind", "key"], name="audit_content"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.key}"


class Rule(models.Model):
    """A word or a host that the house watches for; `*` stands for any letters, a host for all that is under it."""

    class Kind(models.TextChoices):
        WORD = "word", _("mot ou expression")
        LINK = "link", _("site")

    class Effect(models.TextChoices):
        HOLD = "hold", _("retenir pour relecture")
        REFUSE = "refuse", _("refuser")

    kind = models.CharField(_("genre"), max_length=4, choices=Kind)
    pattern = models.CharField(_("modèle"), max_length=100)
    effect = models.CharField(_("effet"), max_length=6, choices=Effect, default=Effect.HOLD)
    note = models.CharField(_("note pour l’équipe"), max_length=300, blank=True, default="")
    # What the author reads in place of the pattern, which would be a manual for the next attempt.
    reason = models.CharField(_("raison donnée à l’auteur"), max_length=200, blank=True, default="", db_default="")
    is_active = models.BooleanField(_("en vigueur"), default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"), db_default=Now())

    class Meta:
        verbose_name = _("règle")
        verbose_name_plural = _("règles")
        default_permissions = ()
        ordering = ["kind", "pattern"]
        constraints = [models.UniqueConstraint(fields=["kind", "pattern"], name="rule_once")]

    def __str__(self) -> str:
        return self.pattern


class Settings(models.Model):
    """How strict the house is: one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    premoderates_newcomers = models.BooleanField(
        _("Relire les messages des nouveaux venus avant leur parution"), default=False
    )
    hide_threshold = models.PositiveSmallIntegerField(_("Poids de signalements à partir duquel on masque"), default=6)

    class Meta:
        verbose_name = _("réglages de la modération")
        verbose_name_plural = _("réglages de la modération")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="moderation_settings_single"),
            models.CheckConstraint(condition=Q(hide_threshold__gte=1), name="moderation_threshold_positive"),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
