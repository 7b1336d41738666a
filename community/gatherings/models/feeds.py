from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class AgendaFeed(models.Model):
    """The private address at which a member's calendar fetches what they said yes to.

    The token stands in clear: the page shows it again, and who reads this table reads the answers beside it anyway.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="agenda_feed", verbose_name=_("membre")
    )
    token = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField(_("depuis"), db_default=Now())

    class Meta:
        verbose_name = _("adresse d’agenda")
        verbose_name_plural = _("adresses d’agenda")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.member_id)
