"""What `/design/` shows of the café: posts, lines and tables as their read models carry them, in every state."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from community.discussions.forms import PostForm, ThreadForm
from community.discussions.models import Category, Stance
from community.discussions.queries.history import Part, Step
from community.discussions.queries.posts import PostView, reaction_lines
from community.discussions.queries.threads import CategoryLine, ThreadLine, ThreadList
from community.discussions.voices import Badge
from community.members.queries import Person
from community.members.trust import TrustLevel
from community.text.markdown import read

AT = datetime(2026, 10, 12, 8, 10, tzinfo=UTC)
LONG = "Chronographe monopoussoir à rattrapante et quantième perpétuel, édition des anciens élèves du Sentier"
UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
HOUSE = Person(1, "hibou-calme", "", TrustLevel.REGULAR, is_staff=True, is_active=True)
FRIEND = Person(2, "loutre-de-fleurier", "", TrustLevel.MEMBER, is_staff=False, is_active=True)
NEWCOMER = Person(3, "quart-d-heure-vaudois", "", TrustLevel.NEWCOMER, is_staff=False, is_active=True)
SUSPENDED = Person(4, "cuivre-jaune", "", TrustLevel.MEMBER, is_staff=False, is_active=False)
EVERYTHING = f"""Bonjour @{FRIEND.handle}, j’ai mesuré :

> [@{NEWCOMER.handle}](/cafe/p/2/) :
> Une montre qui avance de deux secondes n’avance pas : elle est **impatiente**.

### À plat, puis debout

1. à plat, +2 s par jour
2. couronne en bas, −1 s

> Le temps, c’est ce qui manque.

En bref : `28’800 A/h`, et tout au long :

```
marche = secondes_par_jour(position="cadran en haut", temperature=20, amplitude=280, armage="complet")
```

{UNBROKEN} https://example.com/une/adresse/bien/trop/longue/pour/un/telephone?avec=des&parametres=partout"""


def _html(source: str) -> SafeString:
    return read(source).html(members={FRIEND.handle})


def _post(pk: int, text: str, author: Person | None = FRIEND, **facts: Any) -> dict[str, PostView]:
    counts = facts.pop("counts", {})
    is_shown = facts.get("state", "shown") == "shown"
    given: dict[str, Any] = {
        "pk": pk,
        "number": pk,
        "author": author,
        "voices": (),
        "html": _html(text) if text else mark_safe(""),
        "language": "fr",
        "thread_url": "/cafe/t/specimen/1/",
        "at": AT + timedelta(hours=pk),
        "edited_at": None,
        "edits": 0,
        "state": "shown",
        "url": f"/cafe/p/{pk}/",
        "reply_to": None,
        "reactions": reaction_lines(counts, facts.pop("mine", frozenset())),
        "is_mine": False,
        "is_new": False,
        "is_best": False,
        "is_folded": False,
        "may_edit": False,
        "may_delete": False,
        "may_restore": False,
        "may_reply": is_shown,
        "may_react": is_shown,
        "may_flag": is_shown,
        "may_mark_best": False,
    }
    return {"post": PostView(**given | facts)}


def _own(pk: int, text: str, **facts: Any) -> dict[str, PostView]:
    own = {"is_mine": True, "may_edit": True, "may_delete": True, "may_react": False, "may_flag": False}
    return _post(pk, text, **own | facts)


POSTS = {
    "courant": _post(1, "Elle avance de deux secondes par jour. Je m’y suis fait, elle pas.", counts={"merci": 3}),
    "tout_ce_qui_s_écrit": _post(
        2, EVERYTHING, HOUSE, reply_to=1, edits=2, edited_at=AT, counts={"merci": 512, "bravo": 43}, mine={"merci"}
    ),
    "meilleure_réponse": _post(3, "C’est l’amplitude.", NEWCOMER, is_best=True, may_mark_best=True),
    "pour_une_marque": _post(15, "Nous la réglons à 4 Hz.", voices=(Badge("brand", "Combelle & Fils"),)),
    "d_un_propriétaire": _post(
        16, "La mienne tient à deux secondes.", NEWCOMER, voices=(Badge("owner", "a cette montre"),)
    ),
    "le_mien": _own(4, "J’ai essayé, ça marche."),
    "interminable": _post(5, f"{UNBROKEN * 4} " + "Il a encore quelque chose à dire. " * 40),
    "supprimé": _post(6, "", state="deleted"),
    "supprimé_par_moi": _own(7, "", state="deleted", may_edit=False, may_delete=False, may_restore=True),
    "masqué": _post(8, "", state="hidden"),
    "le_mien_masqué": _own(9, "Je me suis laissé emporter.", state="hidden"),
    "le_mien_en_attente": _own(10, "Premier message, trois liens.", state="held", number=None),
    "replié": _post(11, "Je parle quand même.", is_folded=True),
    "de_quelqu_un_de_suspendu": _post(12, "C’était avant.", SUSPENDED),
    "de_quelqu_un_qui_est_parti": _post(13, "Au revoir.", None),
    "lu_par_un_visiteur": _post(14, "Tout le monde peut lire.", may_reply=False, may_react=False, may_flag=False),
}


def _table(pk: int, name: str, description: str, stirring: int, **facts: Any) -> CategoryLine:
    kind = facts.pop("kind", Category.Kind.TALK)
    at = AT if stirring else None
    return CategoryLine(pk, f"t{pk}", name, description, "Qlock", f"/cafe/c/t{pk}/", kind, Stance.NORMAL, stirring, at)


TABLES = (
    _table(1, "Comptoir", "Tout et rien, debout, la montre à côté de la tasse.", 12),
    _table(2, "Atelier", "Des questions et des réparations.", 4, kind=Category.Kind.QUESTIONS),
    _table(3, "École", "Apprendre sans honte. Personne n’est né avec une loupe.", 0),
)


def _line(pk: int, title: str, **facts: Any) -> ThreadLine:
    given: dict[str, Any] = {
        "pk": pk,
        "title": title,
        "url": f"/cafe/t/specimen/{pk}/",
        "language": "fr",
        "category": TABLES[0],
        "author": FRIEND,
        "last_author": NEWCOMER,
        "last_at": AT,
        "posts": 12,
        "unread": None,
        "is_new": False,
        "is_pinned": False,
        "is_closed": False,
        "is_question": False,
        "asked": 0,
        "is_settled": False,
        "stance": Stance.NORMAL,
    }
    return ThreadLine(**given | facts)


def _list(*lines: ThreadLine, **facts: Any) -> dict[str, Any]:
    return {"threads": ThreadList((), lines, cursor=""), "is_first": True, "view": "", **facts}


THREADS = {
    "courantes": _list(
        _line(1, "Cette montre avance", unread=3),
        _line(2, "Réglé comme un coucou", is_question=True, asked=4, is_settled=True, category=TABLES[1]),
        _line(8, "Et si elle retarde ?", is_question=True, asked=1, category=TABLES[1]),
        _line(3, LONG, is_pinned=True, is_closed=True, posts=1235, stance=Stance.MUTED),
        _line(4, UNBROKEN, language="de", last_author=None, category=TABLES[1]),
    ),
}
PANEL = {"courant": {"lines": [_line(5, "La gare avance"), _line(6, LONG), _line(7, UNBROKEN, last_author=None)]}}
ROOM = {"de_la_plus_vive_à_la_plus_calme": {"tables": TABLES}}
STANCE = {"normal": {"stances": Stance.choices, "stance": Stance.NORMAL, "action": "#suivi"}}


def _composer(auto_id: str, form: type[PostForm], data: dict[str, str] | None = None, **initial: Any) -> dict[str, Any]:
    return {"form": form(data, auto_id=f"{auto_id}_%s", initial=initial), "action": "/cafe/t/specimen/1/"}


def _refused() -> dict[str, Any]:
    context = _composer("refuse", PostForm, {"text": "Ce que j’avais écrit, je l’ai encore."})
    context["form"].add_error("text", "Doucement : attends 4 secondes entre deux messages. Ton texte est gardé.")
    return context


COMPOSERS = {
    "vide": _composer("vide", PostForm),
    "en_réponse": _composer("reponse", PostForm, reply_to=3),
    "refusé": _refused(),
    "un_nouveau_sujet": _composer("sujet", ThreadForm, language="fr"),
}
HISTORY = {
    "une_retouche": {
        "language": "fr",
        "step": Step(
            HOUSE,
            AT,
            "Une faute dans le calibre",
            (Part("Je dirais : ", "kept"), Part("la température", "removed"), Part("l’amplitude", "added")),
        ),
    },
}
