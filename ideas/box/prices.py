"""How the box says prices and counts."""

from django.utils.translation import gettext as _


def price_said(low: int | None, high: int | None) -> str:
    """`CHF 300 à 500`, `dès CHF 300`, `jusqu’à CHF 1’500`; empty when its author imagined none."""
    if low is None and high is None:
        return ""
    if high is None:
        return _("dès CHF {low}").format(low=grouped(low))
    if low is None:
        return _("jusqu’à CHF {high}").format(high=grouped(high))
    if low == high:
        return _("CHF {low}").format(low=grouped(low))
    return _("CHF {low} à {high}").format(low=grouped(low), high=grouped(high))


def grouped(number: int | None) -> str:
    """`1’204`."""
    return f"{number or 0:,}".replace(",", "’")
