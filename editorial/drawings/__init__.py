"""The glossary's own drawings: made of strokes by small functions, in the page's own colours, light and dark.

A drawing is known by a name that terms store. On its term's page it stands in the page itself, titled, described, and
moving for who wants motion; in lists it is shown small out of one sheet that a browser keeps.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from editorial.drawings import case, hands, movement, surfaces

VIEW = "-100 -100 200 200"
LOOK = 'fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" stroke-linecap="round"'


@dataclass(frozen=True, slots=True)
class Drawing:
    """What it shows, for those who do not see it, and the function that draws it."""

    description: str | Promise
    draw: Callable[[], str]


DRAWINGS: dict[str, Drawing] = {
    "affichage-retrograde": Drawing(
        _("Une échelle en arc au bout de laquelle l’aiguille revient d’un saut."), hands.retrograde
    ),
    "aiguilles-baton": Drawing(_("Deux aiguilles droites et rainurées, à dix heures dix."), hands.baton),
    "aiguilles-breguet": Drawing(
        _("Deux aiguilles bleues à pomme évidée : le trou, décentré, a l’air d’une lune."), hands.breguet
    ),
    "aiguilles-cathedrale": Drawing(
        _("Deux aiguilles à compartiments de matière lumineuse, comme un vitrail."), hands.cathedral
    ),
    "aiguilles-dauphine": Drawing(
        _("Deux aiguilles en losange étiré, une facette claire et une facette sombre."), hands.dauphine
    ),
    "aiguilles-feuille": Drawing(_("Deux aiguilles galbées comme une feuille de saule."), hands.leaf),
    "aiguilles-glaive": Drawing(
        _("Deux aiguilles plus larges aux deux tiers, garnies de matière lumineuse."), hands.sword
    ),
    "anglage": Drawing(
        _("Coupe d’un pont : l’arête abattue à 45 degrés entre le dessus et le flanc, et un angle rentrant."),
        surfaces.bevel,
    ),
    "antichoc": Drawing(_("La pierre du balancier sous son ressort en lyre."), movement.shock_protection),
    "balancier": Drawing(_("La serge à trois bras, ses vis, et le spiral au centre."), movement.balance),
    "barillet": Drawing(
        _("Le tambour denté ouvert : le ressort serré autour de l’arbre, le reste contre la paroi."), movement.barrel
    ),
    "boucle-a-ardillon": Drawing(_("Une boucle rectangulaire, sa barrette et son ardillon."), case.pin_buckle),
    "boucle-deployante": Drawing(_("Les lames de la boucle, à demi ouvertes, de profil."), case.folding_clasp),
    "cadran-soleille": Drawing(_("Des stries en rayons et deux éventails de lumière, face à face."), surfaces.sunburst),
    "came-en-coeur": Drawing(_("Un marteau tombe sur une came en forme de cœur."), movement.heart_cam),
    "chronographe": Drawing(
        _("Un cadran à trois compteurs, avec couronne, deux poussoirs et trotteuse."), hands.chronograph
    ),
    "clou-de-paris": Drawing(
        _("Deux réseaux de rainures croisées, et dans un coin une pyramide agrandie."), surfaces.hobnail
    ),
    "col-de-cygne": Drawing(
        _("La queue de la raquette, prise entre un ressort courbe et une vis fine."), movement.swan_neck
    ),
    "colimaconnage": Drawing(_("Des arcs serrés qui quittent le centre en biais."), surfaces.snailing),
    "corne": Drawing(
        _("Un boîtier vu de dessus, ses quatre cornes, et les deux cotes : corne à corne et entre-corne."), case.lugs
    ),
    "cotes-de-geneve": Drawing(_("Des bandes parallèles de petits arcs."), surfaces.geneva_stripes),
    "couronne-vissee": Drawing(
        _("Coupe d’une couronne vissée : le tube fileté, la tige au milieu, les joints pressés."), case.crown
    ),
    "croix-de-malte": Drawing(_("Un doigt entraîne une croix à cinq bras, cran après cran."), movement.maltese_cross),
    "echappement-a-ancre": Drawing(
        _("La roue d’échappement en bas, l’ancre à deux palettes au milieu, le plateau du balancier en haut."),
        movement.lever_escapement,
    ),
    "email-grand-feu": Drawing(
        _("Coupe d’un cadran bombé : le contre-émail dessous, les couches d’émail dessus, le feu plus bas."),
        surfaces.enamel,
    ),
    "flinque": Drawing(_("Des rayons qui ondulent du centre vers le bord."), surfaces.flame),
    "fond-transparent": Drawing(_("Un fond vitré, ses vis, et le mouvement derrière."), case.case_back),
    "fusee-chaine": Drawing(_("Un barillet et un cône à gradins, reliés par une petite chaîne."), movement.fusee),
    "glace-bombee": Drawing(_("Trois glaces en coupe : plate, bombée, en boîte."), case.box_crystal),
    "gmt": Drawing(_("Un cadran de douze heures, entouré d’une échelle de vingt-quatre."), hands.gmt),
    "grain-d-orge": Drawing(
        _("Des ondes serrées autour du centre, décalées d’un rang à l’autre."), surfaces.barleycorn
    ),
    "guichet-de-date": Drawing(
        _("Un disque de trente et un chiffres, dont le guichet laisse lire le 17."), hands.date_window
    ),
    "guillochage": Drawing(_("Une rosace d’ondes qui se croisent."), surfaces.guilloche),
    "heure-sautante": Drawing(_("L’heure en chiffres dans un guichet, les minutes à l’aiguille."), hands.jumping_hour),
    "index-applique": Drawing(
        _("Un index à facettes, en coupe avec ses deux pieds rivés et vu de dessus."), surfaces.applied_index
    ),
    "lunette": Drawing(_("Une lunette tournante graduée, son repère triangulaire devant l’aiguille."), case.bezel),
    "masse-oscillante": Drawing(
        _("Un demi-disque lourd sur son roulement, au-dessus d’un pont strié."), movement.rotor
    ),
    "minuterie-chemin-de-fer": Drawing(_("Deux cercles reliés par soixante traits, comme une voie."), surfaces.railway),
    "perlage": Drawing(_("Des rangs de petits cercles qui se recouvrent."), surfaces.perlage),
    "petite-seconde": Drawing(_("Une seconde dans son propre cadran, à six heures."), hands.small_seconds),
    "phase-de-lune": Drawing(_("Un disque étoilé à deux lunes derrière un guichet à deux bosses."), hands.moon_phase),
    "reserve-de-marche": Drawing(
        _("Un arc gradué, plein à gauche, en rouge vers la fin, et son aiguille."), hands.power_reserve_gauge
    ),
    "roue-a-colonnes": Drawing(
        _("Six colonnes sur une roue à rochet, et le bec d’un levier entre deux."), movement.column_wheel
    ),
    "rouage": Drawing(
        _("Barillet, roue de centre, moyenne et roue de seconde, l’une menant l’autre."), movement.gear_train
    ),
    "rubis": Drawing(
        _("Coupe d’un rubis chassé : la creusure pleine d’huile et le pivot qui y tourne."), movement.jewel
    ),
    "spiral": Drawing(_("Dix tours de ressort, de la virole au piton."), movement.hairspring),
    "spiral-breguet": Drawing(
        _("Un spiral dont la dernière spire se relève et revient vers le centre."), surfaces.overcoil
    ),
    "tapisserie": Drawing(_("Des carrés en relief entre des rainures fines."), surfaces.tapisserie),
    "tourbillon": Drawing(_("La cage qui tourne avec le balancier et le spiral qu’elle porte."), movement.tourbillon),
}


def choices() -> list[tuple[str, str]]:
    """The names of all drawings, for a form."""
    return [(name, name.replace("-", " ")) for name in DRAWINGS]


@cache
def strokes(name: str) -> str:
    """What a drawing is made of, drawn once a process."""
    return DRAWINGS[name].draw()


def figure(name: str, title: str) -> SafeString:
    """The drawing for its term's page, titled with the term's name; nothing for one that is there no more."""
    if name not in DRAWINGS:
        return mark_safe("")
    start = f'<svg class="sketch" viewBox="{VIEW}" {LOOK} role="img" aria-labelledby="dessin-titre dessin-sens">'
    named = format_html(
        '<title id="dessin-titre">{}</title><desc id="dessin-sens">{}</desc>', title, DRAWINGS[name].description
    )
    return mark_safe(f"{start}{named}{strokes(name)}</svg>")  # noqa: S308 -- our own strokes


@cache
def sheet() -> str:
    """All drawings in one file, each a symbol to be used by its name."""
    return _symbols(DRAWINGS)


@cache
def version() -> str:
    """What changes when a stroke does: browsers keep the sheet for as long as it says the same."""
    return hashlib.sha256(sheet().encode()).hexdigest()[:12]


def _symbols(names: Iterable[str]) -> str:
    drawn = "".join(f'<symbol id="{name}" viewBox="{VIEW}"><g {LOOK}>{strokes(name)}</g></symbol>' for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{drawn}</svg>'
