"""What became of the mails that left the house."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _


class Fault(models.TextChoices):
    """Why nothing is sent to an address any more, but what somebody asks for there and then."""

    BOUNCED = "bounced", _("Les messages nous reviennent.")
    COMPLAINED = "complained", _("Un de nos messages a été déclaré indésirable.")
    REFUSED = "refused", _("Le serveur de cette adresse ne connaît pas la boîte.")


class MailAddressStateQuerySet(models.QuerySet["MailAddressState"]):
    def failing(self) -> "MailAddressStateQuerySet":
        return self.exclude(fault="")


class MailAddressState(models.Model):
    """What we learnt of one address. Whose it is changes; that a mailbox is gone does not."""

    address = models.EmailField(_("adresse"), primary_key=True)
    fault = models.CharField(_("défaut"), max_length=10, choices=Fault, blank=True, default="")
    failing_since = models.DateTimeField(_("en défaut depuis"), null=True)
    delivered_at = models.DateTimeField(_("dernier message arrivé le"), null=True)
    # What happened before somebody confirmed the address is no news of it.
    trusted_at = models.DateTimeField(_("confirmée le"), null=True)

    objects: ClassVar[models.Manager["MailAddressState"]] = MailAddressStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("état d’une adresse")
        verbose_name_plural = _("états d’adresses")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(address=Lower("address")), name="mail_address_lower"),
            models.CheckConstraint(
                condition=Q(fault="", failing_since=None) | ~Q(fault="") & Q(failing_since__isnull=False),
                name="mail_fault_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.fault}"


class MailEvent(models.Model):
    """An event that was taken, by the name its sender gave it: told again, it changes nothing."""

    name = models.CharField(_("nom"), max_length=200, primary_key=True)
    at = models.DateTimeField(_("pris le"), db_default=Now())

    class Meta:
        verbose_name = _("nouvelle d’un message")
        verbose_name_plural = _("nouvelles de messages")
        default_permissions = ()
        indexes = [models.Index(fields=["at"], name="mail_event_at")]

    def __str__(self) -> str:
        return self.name
