"""Ideas of `/design/`: the same for whoever looks, whatever is in the database."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

from community.members.queries import Person
from community.members.trust import TrustLevel
from ideas.box.models import IdeaState
from ideas.box.queries.lines import IdeaLine

MEMBER = SimpleNamespace(is_authenticated=True, is_staff=False)
VISITOR = SimpleNamespace(is_authenticated=False, is_staff=False)
IDEA = IdeaLine(
    number=7,
    slug="une-plongeuse-de-36-mm",
    title="Une plongeuse de 36 mm à cadran en émail grand feu",
    lead="Toutes les plongeuses de ma vitrine font 40 mm et plus, et toutes ont un cadran mat. L’émail ne craint ni le "
    "sel ni le soleil : c’est du verre.",
    language="fr",
    universe="Qlock",
    author=Person(1, "vis-a-droite", "", TrustLevel.GUIDE, is_staff=False, is_active=True),
    proposed_at=datetime(2026, 8, 26, 10, 10, tzinfo=UTC),
    edited_at=None,
    state=IdeaState.PROPOSED,
    answer="",
    answered_at=None,
    supports=58,
    replies=4,
    price_from=1400,
    price_to=1900,
    picture="",
    merged_into=None,
    is_under_way=True,
    is_mine=False,
    is_own=False,
)
MINE = replace(IDEA, number=8, is_mine=True, supports=59, state=IdeaState.PLANNED)
SOLD = replace(IDEA, number=9, is_under_way=False, supports=1204, state=IdeaState.ON_SALE)
LONG = replace(
    SOLD,
    number=10,
    title="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft, pour le poignet",
    lead="Un mot suffit.",
    language="de",
    author=None,
)
