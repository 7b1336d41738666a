"""Nobody is shut out: axe looks at every page of the café, by day and by night, narrow and wide.

All of its rules for WCAG 2.2, A and AA, and its best practices run; only what it calls experimental does not.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from community.members.sessions import SessionStore
from community.moderation.models import Item
from realtime import clock
from tests.factories.evening import make_evening
from tests.servers import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("axe"),  # one evening is enough
]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # all that the night can change
LOOK = """async (rules) => (await axe.run({ runOnly: rules, resultTypes: ["violations"] })).violations.flatMap(
  (rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)} (${node.any[0]?.message ?? rule.help})`),
)"""
WRONG = """document.querySelector("main").insertAdjacentHTML(
  "beforeend", "<button></button><h5>Trop bas</h5><p class=probe>Trop pâle</p>",
)"""
TEXT = "[data-composer-text]"
WIDE, NARROW = 1280, 390
UNFOLD = "document.querySelectorAll('main details').forEach((each) => each.open = true)"


def nothing(page: Page) -> None:
    """The page as it comes."""


def unfold(page: Page) -> None:
    page.evaluate(UNFOLD)


def preview(page: Page) -> None:
    page.fill(TEXT, "## Un titre\n\nBonjour @anna, `28’800`.\n\n> Le temps manque.")
    page.get_by_role("button", name="Aperçu").click()
    page.locator("[data-preview-out]:not([hidden])").wait_for()


def refuse(page: Page) -> None:
    page.fill(TEXT, "> " * 40 + "Et moi, je pense que")
    page.get_by_role("button", name="Envoyer").click()
    page.locator("[data-composer-error] li").wait_for()


def answer(page: Page) -> None:
    page.locator("#p-1 [data-act=reply]").click()
    page.locator("[data-answers]:not([hidden])").wait_for()


def draft(page: Page) -> None:
    page.locator("[data-preview]:not([hidden])").wait_for()  # the script is there to keep it
    page.fill(TEXT, "Je pense que")
    page.reload()
    page.locator("[data-found]").wait_for()


def hover(page: Page) -> None:
    page.locator("#p-2 a.person").hover()
    page.locator("#peek-note article").wait_for()


def reveal(page: Page) -> None:
    """The account's menu, and on a phone the navigation."""
    page.locator(".bar__account summary").click()
    page.locator(".bar__account .menu__list").wait_for()


def list_keys(page: Page) -> None:
    page.locator("[data-opens-shortcuts]").click()
    page.locator("#raccourcis").wait_for()


@dataclass(frozen=True)
class Sight:
    """A page as somebody sees it, once something was done on it."""

    path: str  # with the evening's names in braces
    viewer: str = ""  # a name in the evening; nobody in particular without one
    prepare: Callable[[Page], None] = nothing
    widths: tuple[int, ...] = (WIDE,)


BOTH = (WIDE, NARROW)


SIGHTS = {
    # the café
    "café, visitor": Sight("/cafe/"),
    "café, member": Sight("/cafe/", "anna", widths=BOTH),
    "café, nothing new": Sight("/cafe/?vue=suivis", "silent"),
    "café, in German": Sight("/de/cafe/", "anna"),
    "table": Sight("/cafe/c/{talk.slug}/", "anna", unfold, BOTH),
    "table, empty": Sight("/cafe/c/{empty.slug}/"),
    "new thread": Sight("/cafe/c/{talk.slug}/nouveau/", "anna", unfold),
    "questions, open ones first": Sight("/cafe/?genre=questions&tri=ouvertes", "anna", widths=BOTH),
    "question about a drop": Sight("/cafe/sur/drop/{drop.code}/question/", "anna", unfold),
    "new question": Sight("/cafe/c/{questions.slug}/nouveau/", "anna"),
    "home": Sight("/", "anna"),
    # a thread
    "thread, visitor": Sight("{thread_url}", widths=BOTH),
    "thread, member": Sight("{thread_url}", "anna", widths=BOTH),
    "thread, unfolded": Sight("{thread_url}", "anna", unfold),
    "thread, who was hidden and held": Sight("{thread_url}", "bruno", unfold),
    "thread, moderator": Sight("{thread_url}", "guard", unfold, BOTH),
    "thread, in English": Sight("/en{thread_url}", "anna"),
    "thread, long": Sight("{long_url}?n=suite", "anna", unfold),
    "thread, closed": Sight("{closed_url}", "anna"),
    "answering": Sight("{thread_url}", "anna", answer),
    "citing": Sight("{thread_url}?citer={rich.pk}", "anna"),
    "previewing": Sight("{thread_url}", "anna", preview),
    "previewing a new thread": Sight("/cafe/c/{talk.slug}/nouveau/", "anna", preview),
    "refused": Sight("{thread_url}", "anna", refuse),
    "draft found": Sight("{long_url}", "silent", draft),
    "editing": Sight("/cafe/p/{edited.pk}/modifier/", "anna"),
    "history": Sight("/cafe/p/{edited.pk}/historique/", "anna"),
    "card": Sight("{thread_url}", "anna", hover),
    "menu": Sight("{thread_url}", "guard", reveal, BOTH),
    "shortcuts": Sight("{thread_url}", "anna", list_keys),
    # members
    "profile, own": Sight("/membres/anna/", "anna"),
    "profile, visitor": Sight("/membres/anna/", widths=BOTH),
    "profile, another": Sight("/membres/bruno/", "anna", unfold),
    "profile, blocked": Sight("/membres/crecelle/", "anna", unfold),
    "profile, empty": Sight("/membres/{colleague.handle}/", "anna"),
    "profile, closed": Sight("/membres/huitre/", "anna"),
    "profile, for the house": Sight("/membres/bruno/", "guard", unfold),
    "trust": Sight("/membres/confiance/", widths=BOTH),
    "trust, own": Sight("/membres/confiance/", "silent"),
    "mine": Sight("/moi/", "anna", widths=BOTH),
    "mine, nothing yet": Sight("/moi/", "colleague"),
    "mine, a shelf": Sight("/moi/tout/messages/", "anna", widths=BOTH),
    "account": Sight("/moi/profil/", "anna", widths=BOTH),
    "security": Sight("/moi/securite/", "anna"),
    "devices": Sight("/moi/appareils/", "anna", widths=BOTH),
    "change of address": Sight("/comptes/email/", "anna"),
    "alerts": Sight("/moi/alertes/", "anna", unfold, BOTH),
    "alerts, no device": Sight("/moi/alertes/", "silent"),
    "blocks": Sight("/moi/blocages/", "anna"),
    "blocks, none": Sight("/moi/blocages/", "bruno"),
    "notices": Sight("/moi/avis/", "anna", widths=BOTH),
    "notices, of what and where": Sight("/moi/avis/reglages/", "anna", widths=BOTH),
    "to show that it is oneself": Sight("/moi/preuve/", "anna", widths=BOTH),
    "notices, none": Sight("/moi/avis/", "colleague"),
    "own data, a copy": Sight("/moi/donnees/", "anna", widths=BOTH),
    "own data, nearly": Sight("/moi/donnees/", "bruno"),
    "own data, leaving": Sight("/moi/donnees/", "silent"),
    "to leave": Sight("/moi/donnees/effacer/", "anna", widths=BOTH),
    "leaving": Sight("/moi/donnees/effacer/", "silent"),
    "privacy": Sight("/confidentialite/", widths=BOTH),
    # mails
    "mail, a code": Sight("/design/mails/account/login_code/", widths=BOTH),
    "mail, several notices": Sight("/design/mails/notices/plusieurs/", widths=BOTH),
    "mail, a suspension": Sight("/design/mails/moderation/suspended/"),
    "leaving by a mail's link, cut": Sight("/avis/desabonner/coupé/"),
    # moderation
    "desk": Sight("/moderation/", "guard", unfold, BOTH),
    "desk, filtered to nothing": Sight("/moderation/?genre=x", "guard"),
    "item": Sight("/moderation/{open_item}/", "guard"),
    "item, decided": Sight("/moderation/{decided_item}/", "guard"),
    "log": Sight("/moderation/journal/", "guard", widths=BOTH),
    "sanctions": Sight("/moderation/sanctions/", "guard"),
    "sanctioned member": Sight("/moderation/membres/crecelle/", "guard"),
    "rules": Sight("/moderation/regles/", "guard"),
    "flag": Sight("/moderation/signaler/post/{rich.pk}/", "anna"),
    # gatherings
    "gatherings": Sight("/evenements/", "anna", widths=BOTH),
    "gathering, in the line": Sight("/evenements/{meeting.slug}/", "anna", unfold, BOTH),
    "gathering, going": Sight("/evenements/{meeting.slug}/", "bruno"),
    "gathering, visitor": Sight("/evenements/{meeting.slug}/"),
    "gathering, over": Sight("/evenements/{met.slug}/", "anna"),
    "gathering, called off": Sight("/evenements/{called_off.slug}/"),
    "agenda": Sight("/moi/agenda/", "anna", widths=BOTH),
    "agenda, none": Sight("/moi/agenda/", "bruno"),
    # ideas
    "box": Sight("/idees/", "anna", unfold, BOTH),
    "box, searched in vain": Sight("/idees/?q=zzyzx"),
    "board": Sight("/idees/feuille-de-route/", "anna", widths=BOTH),
    "idea": Sight("{idea_url}", "anna", widths=BOTH),
    "idea, visitor": Sight("{idea_url}"),
    "idea, merged": Sight("{joined_url}", "anna"),
    "proposing": Sight("/idees/proposer/?titre=aiguilles", "anna", unfold, BOTH),
    # the search
    "search": Sight("/recherche/"),
    "search, found": Sight("/recherche/?q=spiral", "anna", widths=BOTH),
    "search, nearly": Sight("/recherche/?q=spirral"),
    "search, nothing": Sight("/recherche/?q=zzyzx"),
    "search, a filter refused": Sight("/recherche/?q=de:personne-ici"),
    "search, too long": Sight("/recherche/?q=" + "x" * 201),
    # what is talked about
    "article": Sight("{article_url}", "anna", widths=BOTH),
    "article, visitor": Sight("{article_url}"),
    "drop": Sight("/drops/{drop.code}/", "anna", widths=BOTH),
}


@pytest.fixture(scope="module")
def house(committed):
    return make_evening()


def proven(session_key):
    """The same session, whose member signed in by a code in the hour to come."""
    session = SessionStore(session_key)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": time.time() + 3600}]
    session.save()
    return session_key


@pytest.fixture(scope="module")
def people(chromium, site, house):
    """Return a function that gives a viewer's page: a browser for each, opened once."""
    pages = {}

    def page_of(viewer):
        if viewer not in pages:
            context = chromium.new_context(base_url=site.url, locale="fr-CH", reduced_motion="reduce")
            if viewer:
                session = proven(sign_in(getattr(house, viewer)))
                context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
            pages[viewer] = context.new_page()
            pages[viewer].set_default_timeout(15_000)
        return pages[viewer]

    yield page_of
    for page in pages.values():
        page.context.close()


def look(page, rules=TAGS):
    """What axe finds; its script comes by the debugger's door, which the page's policy does not guard."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(LOOK, rules)


# A look takes a second or two, and there are many: each fourth page every time, all of them in the heavy run.
LOOKED_AT = [pytest.param(name, marks=[pytest.mark.heavy] if place % 4 else []) for place, name in enumerate(SIGHTS)]


@pytest.mark.parametrize("name", LOOKED_AT)
def test_axe_finds_nothing(name, people, house):
    sight = SIGHTS[name]
    page = people(sight.viewer)
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.emulate_media(color_scheme="light")
    page.goto(sight.path.format_map(vars(house)))
    sight.prepare(page)
    found = []
    for width in sight.widths:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, rules in (("light", TAGS), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} px, {scheme}: {each}" for each in look(page, rules)]
    assert not found, "\n".join(["", *found])


def test_axe_would_say_so(people):
    page = people("")
    page.goto("/recherche/")
    page.evaluate(WRONG)
    page.evaluate("document.querySelector('.probe').style.color = 'var(--hair)'")  # a hairline is no ink
    assert {each.split(":")[0] for each in look(page)} == {"button-name", "color-contrast", "heading-order"}
    assert {each.split(":")[0] for each in look(page, COLOURS)} == {"color-contrast"}


def test_axe_finds_nothing_on_an_empty_desk(people, house):
    waiting = list(Item.objects.open().values_list("pk", flat=True))
    Item.objects.filter(pk__in=waiting).update(decided_at=clock.now(), decision="approved")
    try:
        test_axe_finds_nothing("desk", people, house)
        assert people("guard").get_by_text("La file est vide").count() == 1
    finally:
        Item.objects.filter(pk__in=waiting).update(decided_at=None, decision="")
