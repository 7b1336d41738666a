"""Who may ask for a copy, who may leave, and when."""

from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_A_DAY = 3  # copies
KEPT = timedelta(hours=48)  # a copy, once it is ready
STUCK = timedelta(hours=1)  # after which one that is not ready never will be
DELAY = timedelta(hours=12)  # in which a departure can be called off

_TOO_MANY = _("Trois copies en un jour, c’est le maximum. Les précédentes sont encore là ; la suite demain.")
_UNDER_WAY = _("Une copie est déjà en préparation. Elle arrive.")
_STAFF = _("Ton compte a des droits dans la maison. Demande d’abord à l’équipe de te les retirer : {address}.")


def house_address() -> str:
    """Where people write to somebody."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def refusal_to_copy(*, is_under_way: bool, today: int) -> str | Promise | None:
    """Why there is no further copy now, after so many in a day; None if there may be one."""
    if is_under_way:
        return _UNDER_WAY
    return _TOO_MANY if today >= MOST_A_DAY else None


def refusal_to_staff() -> str:
    """Why nobody leaves who has rights in the house, and whom to ask."""
    return _STAFF.format(address=house_address())
