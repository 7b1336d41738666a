"""`/design/`, in development only: every component in every state. The tests render the same examples."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from random import Random
from typing import Any

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_replace
from django import forms
from django.core.mail import EmailMultiAlternatives
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path

from community.text.explaining import leave_unexplained
from config import cafe_specimens as cafe
from config import idea_specimens as idea
from config import people_specimens as people
from config import vote_specimens as vote
from config.mail_specimens import names, specimen
from config.tokens import colours
from drops.drawing import WatchDesign, draw
from ideas.creations.templatetags.creations import ring

# The words below are specimens, like a typeface's fox and dog: they are set in French and not translated.
LONG = "Chronographe monopoussoir à rattrapante et quantième perpétuel, édition des anciens élèves du Sentier"
UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
SENTENCE = "Un cadran soleillé comme on n’en fait plus assez, et un calibre qu’on peut regarder en face."
NOW_MS = 1_795_338_600_000
ERRORS = (400, 403, 404, 413, 429, 500, 503)


WATCHES = {
    "jura": WatchDesign(
        brand="COMBE", foot="JURA", diameter=38.5, lug_to_lug=46, dial="blue", layout="small_seconds", winding="manual"
    ),
    "salmon": WatchDesign(
        brand="SOLIAT", diameter=39, lug_to_lug=47, dial="salmon", texture="barleycorn", hands="leaf"
    ),
    "diver": WatchDesign(
        brand="LÉMAN", diameter=41, lug_to_lug=49, dial="fir", bezel="diver", indices="diver", lume=True, strap="rubber"
    ),
}


class SpecimenForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Pseudo", help_text="Minuscules, chiffres et traits d’union.", max_length=30)
    email = forms.EmailField(label="Adresse e-mail")
    wrist = forms.ChoiceField(label="Poignet", choices=[("s", "15 cm"), ("m", "17 cm"), ("l", "19 cm")])
    hand = forms.ChoiceField(label="Porté à", choices=[("l", "gauche"), ("r", "droite")], widget=forms.RadioSelect)
    words = forms.CharField(label="Un mot", widget=forms.Textarea, required=False)


@dataclass(frozen=True, slots=True)
class Example:
    """A component's `template` in one state."""

    state: str
    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Component:
    """A block of the house; `name` is its CSS file, `rule` what to keep in mind when using it."""

    name: str
    title: str
    rule: str
    examples: tuple[Example, ...]


def of(template: str, **states: Mapping[str, Any]) -> tuple[Example, ...]:
    """Examples of one template, named by their states."""
    return tuple(Example(state.replace("_", " "), template, context) for state, context in states.items())


def _fields(data: Mapping[str, str] | None, *names: str) -> Mapping[str, Any]:
    form = SpecimenForm(data, label_suffix="", auto_id=f"{'sent' if data else 'fresh'}_%s")
    return {"fields": [form[name] for name in names or form.fields]}


def _page(number: int, total: int) -> Mapping[str, Any]:
    return {"page": Paginator(range(total * 10), 10).page(number)}


def _frame(code: str, phase: str, *, opens_in_s: int, **stock: Any) -> Mapping[str, Any]:
    """A frame of `drop:<code>` (docs/protocol.md); all specimens are of one moment, for a page has one clock."""
    opens_at = NOW_MS + opens_in_s * 1000
    data = {
        "code": code,
        "universe": "qlock",
        "phase": phase,
        "paused": False,
        "opens_at": opens_at,
        "closes_at": opens_at + 7_200_000,
        "mode": "first_come",
        "message": "",
    }
    return {"frame": {"seq": 1, "now": NOW_MS, "data": data | stock}}


@cache
def _picture(name: str) -> str:
    """A drawn watch, carried within the page: the specimens need no database and no media."""
    drawn = BytesIO()
    draw(WATCHES[name], 480, chance=Random(name)).save(drawn, "webp", quality=80)  # noqa: S311 -- a picture’s grain
    return "data:image/webp;base64," + b64encode(drawn.getvalue()).decode()


class Drawn:
    """A picture by its watch's name, drawn when a template first writes it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return _picture(self.name)


WINDOW = {"weekday": "sam", "number": "12", "month": "déc"}
CARD = {
    "title": "Heure du Jura, petite seconde",
    "url": "#carte",
    "eyebrow": "Drop",
    "text": SENTENCE,
    "meta": ["samedi 10 h 10", "100 pièces"],
}
SHEET = (
    ("Boîtier", "acier 316L, 38,5 mm, 46 mm de corne à corne, 9,4 mm d’épaisseur"),
    ("Mouvement", "remontage manuel, spiral Breguet, 28’800 alternances par heure (4 Hz)"),
    ("Réserve de marche", "56 h"),
    ("Étanchéité", "5 bar"),
    ("Numérotation", "1 à 100, gravée au fond"),
)
STATIONS = (
    {"name": "Idée nº 214", "text": "Proposée en mars, 812 soutiens, retenue en quatre semaines", "url": "#idee"},
    {"name": "Création", "text": "Trois votes : diamètre, couleur, aiguilles. 1’930 bulletins", "url": "#creation"},
    {"name": "Drop", "text": "Ouverture équitable, samedi 10 h 10. Preuve publiée après le tirage"},
    {"name": "Ensuite", "text": "Avis des propriétaires, puis à six et vingt-quatre mois", "is_ahead": True},
)

COMPONENTS = (
    Component(
        "dial",
        "Le cadran du stock",
        "Un index par pièce. Avant l’ouverture toujours soixante, qui ne disent rien.",
        of(
            "design/_dial.html",
            annoncé=_frame("AAAA2", "announced", opens_in_s=15_153),
            dernière_minute=_frame("AAAA3", "announced", opens_in_s=23),
            ouvert=_frame("AAAA4", "open", opens_in_s=-272, total=100, available=37, held=9, sold=54),
            dernières_pièces=_frame("AAAA5", "open", opens_in_s=-300, total=12, available=1, held=3, sold=8),
            mille_pièces=_frame("AAAA6", "open", opens_in_s=-90, total=1000, available=620, held=130, sold=250),
            épuisé=_frame("AAAA7", "sold_out", opens_in_s=-600, total=100, available=0, held=0, sold=100),
        ),
    ),
    Component(
        "status",
        "L’état",
        "Une lampe et trois mots. Le rouge est réservé aux dernières secondes.",
        of(
            "design/_status.html",
            annoncé={"label": "Annoncé"},
            bientôt={"kind": "soon", "label": "Samedi à 10 h 10"},
            ouvert={"kind": "live", "label": "Ouvert, ferme dans 1 h 45"},
            dernières_secondes={"kind": "last", "label": "Ferme dans 8 s"},
        ),
    ),
    Component(
        "stamp",
        "L’heure des chiffres",
        "Un compteur qui ne reçoit plus rien le dit.",
        of("design/_stamp.html", fraîche={"time": "10:14:32"}, périmée={"time": "10:10:42", "stale": True}),
    ),
    Component(
        "offer",
        "L’offre",
        "Le prix, sans étoile ni rabais. Sur un téléphone l’acte reste sous le pouce.",
        of(
            "design/_offer.html",
            ouverte={"price": "CHF 1’290.–", "retail": "CHF 1’990.–", "label": "Demander une pièce"},
            longue={"price": "CHF 124’950.–", "retail": "CHF 189’000.–", "label": "Demander une pièce de plus"},
            en_attente={"price": "CHF 1’290.–", "label": "Demande en cours", "busy": True},
            pas_encore={"price": "CHF 1’290.–", "label": "Ouvre à 10 h 10", "disabled": True},
        ),
    ),
    Component(
        "sheet",
        "La fiche technique",
        "Un nom, une valeur, un filet.",
        of(
            "design/_sheet.html",
            complète={"caption": "Fiche technique", "rows": SHEET},
            longue={"rows": ((LONG, LONG), ("Référence", UNBROKEN))},
        ),
    ),
    Component(
        "descent",
        "La lignée",
        "De l’idée au poignet. Ce qui n’est pas encore arrivé est un anneau.",
        of("components/_descent.html", courante={"stations": STATIONS}, naissante={"stations": STATIONS[:1]}),
    ),
    Component(
        "hero",
        "L’ouverture d’une page",
        "Un titre sur fond guilloché. Une idée par écran.",
        of(
            "design/_hero.html",
            courante={"eyebrow": "Glossaire", "title": "Échappement", "lede": SENTENCE},
            longue={"eyebrow": "Magazine", "title": LONG, "lede": SENTENCE * 3},
        ),
    ),
    Component(
        "panel",
        "Le panneau",
        "Un chapitre de l’accueil : ce qu’il montre, et par où continuer.",
        of(
            "design/_panel.html",
            courant={"title": "Le dernier article", "url": "#panneau", "action": "Tout le magazine"},
        ),
    ),
    Component(
        "watch",
        "La montre",
        "De l’air autour ; la lumière vient du haut à gauche.",
        of(
            "design/_watch.html",
            dessinée={
                "picture": Drawn("jura"),
                "alt": "Petite seconde, cadran bleu soleillé",
                "note": "38,5 mm, acier",
            },
        ),
    ),
    Component(
        "card",
        "La carte",
        "Un filet au lieu d’une boîte. Toute la carte répond, le titre seul est un lien.",
        of(
            "design/_cards.html",
            courantes={
                "cards": [
                    CARD | {"picture": Drawn("jura"), "picture_alt": "Petite seconde, cadran bleu soleillé"},
                    CARD
                    | {
                        "title": "Le saumon est une couleur",
                        "picture": Drawn("salmon"),
                        "picture_alt": "Cadran saumon",
                    },
                    CARD
                    | {
                        "title": "Trente bars au bord du lac",
                        "picture": Drawn("diver"),
                        "picture_alt": "Plongeuse verte",
                    },
                ]
            },
            sans_image={"cards": [CARD, CARD | {"title": "Le spiral, ce ressort qui pense"}]},
            minimale={"cards": [{"title": "Sans image ni chapeau", "url": "#nue"}]},
            longue={"cards": [CARD | {"title": LONG, "meta": [UNBROKEN]}]},
        ),
    ),
    Component(
        "button",
        "Les boutons",
        "Un seul principal par écran. Il dit ce qu’il fait.",
        of(
            "design/_buttons.html",
            courants={"label": "Demander une pièce"},
            long={"label": "Recevoir un message quand une pièce se libère, même la nuit"},
        ),
    ),
    Component(
        "field",
        "Les champs",
        "La question au-dessus, l’aide avant la case, la faute en toutes lettres.",
        of(
            "design/_fields.html",
            vides=_fields(None),
            fautifs=_fields({"name": "x" * 31, "email": "montre@", "wrist": "?", "hand": ""}),
        ),
    ),
    Component(
        "notice",
        "Les messages",
        "Ce qui s’est passé, ce qui est gardé, ce qu’il faut faire.",
        of(
            "design/_notice.html",
            information={"text": "Ta place est la 123ᵉ. On te prévient si une pièce se libère."},
            réussite={"kind": "success", "title": "La pièce 42 est à toi", "text": "Tu as quinze minutes."},
            attention={
                "kind": "warning",
                "text": "Confirme ton adresse avant 10 h 10 pour demander une pièce.",
            },
            échec={
                "kind": "error",
                "title": "Le paiement n’est pas passé",
                "text": "Ta pièce reste réservée neuf minutes. Rien n’a été débité.",
                "url": "#payer",
                "action": "Essayer une autre carte",
            },
        ),
    ),
    Component(
        "empty",
        "Le vide",
        "Dit gentiment ce qui viendra, et quoi faire d’ici là.",
        of(
            "components/_empty.html",
            simple={
                "title": "Aucun drop annoncé",
                "text": "Le prochain se prépare. On se retient d’en parler.",
            },
            avec_suite={
                "title": "Aucun terme ne répond à « clepsydre »",
                "text": "Une montre à eau, ce serait pourtant joli.",
                "url": "#glossaire",
                "action": "Voir tout le glossaire",
            },
        ),
    ),
    Component(
        "tag",
        "Les étiquettes",
        "Pour ce qui classe, jamais pour ce qui crie.",
        of(
            "design/_tags.html",
            courantes={"labels": ["Qlock", "Plongée"]},
            foule={"labels": [f"Terme {n}" for n in range(24)]},
        ),
    ),
    Component(
        "avatar",
        "Le portrait",
        "L’initiale quand il n’y a pas d’image.",
        of(
            "design/_avatar.html",
            courant={"name": "amie"},
            petit={"name": "zoé", "size": "small"},
            grand={"name": "élise", "size": "large"},
        ),
    ),
    Component(
        "table",
        "Le tableau",
        "Chiffres à droite, tabulaires ; trop large, il défile dans son cadre.",
        of(
            "design/_table.html",
            courant={"columns": 4, "rows": [["10:10", "37", "9", "54"], ["10:11", "12", "21", "67"]]},
            large={"columns": 12, "rows": [[f"{n * 1234}" for n in range(12)]] * 3},
        ),
    ),
    Component(
        "pagination",
        "Les pages",
        "Précédente, suivante, et où l’on est.",
        of("components/_pagination.html", début=_page(1, 3), milieu=_page(7, 120), fin=_page(3, 3)),
    ),
    Component(
        "window",
        "Le guichet",
        "Un jour dans son guichet, comme une montre le montre ; la date entière est écrite à côté.",
        of("gatherings/_window.html", ligne=WINDOW, page=WINDOW | {"size": "large"}),
    ),
    Component(
        "support",
        "Le soutien",
        "Une aiguille à pousser vers midi, et combien l’ont poussée. Un clic la retire aussi.",
        of(
            "box/_support.html",
            visiteur={"line": idea.IDEA, "user": idea.VISITOR},
            membre={"line": idea.IDEA, "user": idea.MEMBER},
            donné={"line": idea.MINE, "user": idea.MEMBER},
            au_bout={"line": idea.SOLD, "user": idea.MEMBER},
            sur_la_feuille_de_route={"line": idea.MINE, "user": idea.MEMBER, "size": "small"},
            sur_sa_page={"line": idea.MINE, "user": idea.MEMBER, "size": "large"},
        ),
    ),
    Component(
        "idea",
        "L’idée",
        "Qui la soutient, ce qu’elle est, où elle en est : une ligne de la boîte.",
        of(
            "design/_ideas.html",
            à_pousser={"line": idea.IDEA, "user": idea.MEMBER},
            soutenue={"line": idea.MINE, "user": idea.MEMBER},
            longue={"line": idea.LONG, "user": idea.VISITOR},
        ),
    ),
    Component(
        "roadmap",
        "La feuille de route",
        "Une idée dans la colonne de son état : qui la soutient, son nom, son prix.",
        of(
            "design/_board_cards.html",
            à_pousser={"line": idea.IDEA, "user": idea.MEMBER},
            soutenue={"line": idea.MINE, "user": idea.MEMBER},
            au_bout={"line": idea.LONG, "user": idea.VISITOR},
        ),
    ),
    Component(
        "paper",
        "Le papier",
        "Ce qui est compté, son reçu, et de quoi changer d’avis jusqu’à la clôture.",
        of("ballots/_paper.html", classé={"ballot": vote.PAPER, "user": idea.MEMBER}),
    ),
    Component(
        "turnout",
        "La participation",
        "Combien votent, jamais quoi ; un trait où est le quorum.",
        of("ballots/_standing.html", ouvert={"ballot": vote.PAPER}),
    ),
    Component(
        "count",
        "Le dépouillement",
        "Tour par tour, la moitié marquée, et le même compte en tableau.",
        of("ballots/_result.html", par_classement={"ballot": vote.SEALED}),
    ),
    Component(
        "ring",
        "L’anneau",
        "Un arc par étape ; ce qui est décidé est plein, ce qui est ouvert s’allume.",
        of(
            "creations/_ring.html",
            à_venir=ring(vote.COMING),
            en_cours=ring(vote.RUNNING),
            à_décider=ring(vote.CLOSED),
            finie=ring(vote.FINISHED),
            grand=ring(vote.RUNNING, "large"),
        ),
    ),
    Component(
        "creation-line",
        "La création",
        "Une ligne de la liste : où elle en est, en mots et en anneau.",
        of(
            "design/_creation_lines.html",
            en_cours={"line": vote.RUNNING},
            à_venir={"line": vote.COMING},
            à_décider={"line": vote.CLOSED},
            finie={"line": vote.FINISHED},
        ),
    ),
    Component(
        "menu",
        "Le menu",
        "Quelques liens sous un mot ; il s’ouvre sans script.",
        of("design/_menu.html", fermé={"label": "amie"}),
    ),
    Component(
        "term",
        "Le terme",
        "Un mot qui s’explique : pointillé de laiton, et sa note.",
        of("design/_term.html", ouvert={"note": "Le ressort fin comme un cheveu qui ramène le balancier à l’heure."}),
    ),
    Component(
        "post",
        "Le message",
        "Un filet au-dessus, rien autour. Ce qu’on ne peut plus lire se dit calmement.",
        of("discussions/_post.html", **cafe.POSTS),
    ),
    Component(
        "composer",
        "Pour écrire",
        "Une case pour les mots ; un refus garde tout ce qui fut tapé.",
        of("discussions/_composer.html", **cafe.COMPOSERS),
    ),
    Component(
        "cafe",
        "Le café",
        "Un index s’allume par sujet remué cette semaine ; un compte bleu dit ce qui n’est pas lu.",
        of("design/_room.html", **cafe.ROOM)
        + of("discussions/_threads.html", **cafe.THREADS)
        + of("discussions/_stance.html", **cafe.STANCE)
        + of("discussions/_step.html", **cafe.HISTORY)
        + of("discussions/_cafe_panel.html", **cafe.PANEL),
    ),
    Component(
        "peek",
        "La petite carte d’un membre",
        "Un nom, un niveau, deux phrases : de quoi savoir à qui l’on répond.",
        of("members/_peek.html", **people.PEEKS),
    ),
    Component(
        "desk",
        "Le dossier de modération",
        "Tout ce qu’une décision demande, rien qui la presse. Les boutons ont une taille.",
        of("moderation/_card.html", **people.DESK),
    ),
    Component(
        "prose",
        "Le texte",
        "De soixante à soixante-douze signes par ligne.",
        of("design/_prose.html", courant={"sentence": SENTENCE}, long={"sentence": f"{SENTENCE} {UNBROKEN} " * 4}),
    ),
)


def page(request: HttpRequest) -> HttpResponse:
    """All components, each example rendered by its own template."""
    leave_unexplained(request)
    shown = [
        (component, [(e.state, render_to_string(e.template, dict(e.context), request)) for e in component.examples])
        for component in COMPONENTS
    ]
    return render(request, "design/page.html", {"components": shown, "colours": colours(), "errors": ERRORS})


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """The page of an error, without the error."""
    if status not in ERRORS:
        raise Http404
    return HttpResponse(render_to_string(f"{status}.html", {"request_id": "5f0c1b7e9a2d4c38"}))


def mails(request: HttpRequest) -> HttpResponse:
    """All mails by their subjects."""
    return render(request, "design/mails.html", {"mails": [(name, specimen(name).subject) for name in names()]})


@csp_replace({"style-src": [UNSAFE_INLINE]})  # a mail carries its own look
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """A mail as a mailbox shows it, a document of its own."""
    return HttpResponse(_specimen_or_404(name).alternatives[0][0])


def mail_text(request: HttpRequest, name: str) -> HttpResponse:
    """What a mail says where no HTML is read."""
    shown = _specimen_or_404(name)
    return HttpResponse(f"{shown.subject}\n\n{shown.body}", content_type="text/plain; charset=utf-8")


def _specimen_or_404(name: str) -> EmailMultiAlternatives:
    if name not in names():
        raise Http404
    return specimen(name)


urlpatterns = [
    path("", page, name="design"),
    path("<int:status>/", error_page, name="design_error"),
    path("mails/", mails, name="design_mails"),
    path("mails/<path:name>/texte/", mail_text, name="design_mail_text"),
    path("mails/<path:name>/", mail, name="design_mail"),
]
