"""A watch's data sheet as lines to read; what is not known has no line."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drops.visibility import SheetView


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    text: str


def lines_of(watch: SheetView) -> list[Line]:
    """Case, movement, power reserve … in the order in which one reads a watch."""
    lines = [
        Line(_("Boîtier"), _joined(watch.case_material, *_lengths(watch))),
        Line(_("Mouvement"), _joined(watch.movement, watch.calibre and _("calibre {name}").format(name=watch.calibre))),
        Line(_("Fréquence"), _frequency(watch)),
        Line(_("Réserve de marche"), _("{n} h").format(n=watch.power_reserve_h) if watch.power_reserve_h else ""),
        Line(_("Fonctions"), watch.functions),
        Line(_("Étanchéité"), _("{n} bar").format(n=watch.water_resistance_bar) if watch.water_resistance_bar else ""),
        Line(_("Bracelet"), watch.strap),
        Line(_("Référence"), watch.reference),
        Line(_("Garantie"), ngettext("{n} mois", "{n} mois", watch.warranty_months).format(n=watch.warranty_months)),
    ]
    return [line for line in lines if line.text]


def _lengths(watch: SheetView) -> list[str]:
    return [
        sentence.format(mm=_plain(length))
        for sentence, length in (
            (_("{mm} mm de diamètre"), watch.diameter_mm),
            (_("{mm} mm de corne à corne"), watch.lug_to_lug_mm),
            (_("{mm} mm d’épaisseur"), watch.thickness_mm),
        )
        if length is not None
    ]


def _frequency(watch: SheetView) -> str:
    if watch.frequency_vph is None or watch.hertz is None:
        return ""
    vibrations = f"{watch.frequency_vph:,}".replace(",", "’")
    return _("{n} alternances par heure ({hertz} Hz)").format(n=vibrations, hertz=_plain(watch.hertz))


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _plain(value: Decimal) -> str:
    """Without zeros that say nothing, with the language's own comma."""
    return number_format(value.normalize())
