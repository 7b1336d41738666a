"""A name on a page shows its card: with the keyboard, under the pointer, at a finger's first tap."""

import pytest

from community.members.models import Follow
from tests.community.members.doors import PASSWORD
from tests.factories.members import make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Any page will do: a line with two names, as a post has them.
LINE = """() => {
  const main = document.querySelector("main");
  const line = document.createElement("p");
  line.append("Merci ");
  for (const handle of ["ada", "grace"]) {
    const link = document.createElement("a");
    Object.assign(link, { className: "mention", href: `/membres/${handle}/`, textContent: `@${handle}` });
    line.append(link, " ");
  }
  main.prepend(line);
}"""


@pytest.fixture
def people():
    return make_member(handle="ada", bio="Je remonte ma montre."), make_member(handle="grace", may_be_followed=False)


@pytest.fixture
def open_page(chromium, live_server):
    contexts = []

    def open_page(member=None, **options):
        context = chromium.new_context(locale="fr-CH", **options)
        contexts.append(context)
        page = context.new_page()
        if member:
            page.goto(f"{live_server.url}/comptes/login/")
            page.get_by_label("Adresse e-mail").fill(member.email)
            page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Se connecter").click()
            page.wait_for_url(f"{live_server.url}/")
        page.goto(f"{live_server.url}/membres/confiance/")
        page.evaluate(LINE)
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_by_the_keyboard_one_follows_from_the_card(open_page, people):
    page = open_page(make_member(password=PASSWORD))
    card = page.locator("#peek-note")
    page.locator("#contenu").focus()
    place = page.locator("h1").bounding_box()
    page.keyboard.press("Tab")
    card.get_by_text("Je remonte ma montre.").wait_for()
    assert page.locator("h1").bounding_box() == place
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "ada"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    card.get_by_role("button", name="Ne plus suivre").wait_for()
    assert Follow.objects.count() == 1
    page.keyboard.press("Escape")
    card.wait_for(state="detached")
    assert page.evaluate("document.activeElement.textContent") == "@ada"
    page.keyboard.press("Tab")
    card.get_by_role("link", name="grace").wait_for()
    assert card.get_by_role("button").count() == 0
    page.keyboard.press("Shift+Tab")
    card.get_by_role("link", name="ada").wait_for()


def test_under_the_pointer_it_comes_and_goes(open_page, people):
    page = open_page()
    page.get_by_role("link", name="@ada").hover()
    card = page.locator("#peek-note")
    card.get_by_text("Je remonte ma montre.").wait_for()
    card.hover()
    card.get_by_role("link", name="ada").hover()
    page.locator("h1").hover()
    card.wait_for(state="detached")


def test_a_finger_taps_once_for_the_card_and_again_for_the_profile(open_page, people):
    page = open_page(has_touch=True)
    page.get_by_role("link", name="@ada").tap()
    page.locator("#peek-note").get_by_text("Je remonte ma montre.").wait_for()
    page.get_by_role("link", name="@ada").tap()
    page.wait_for_url("**/membres/ada/")


def test_without_a_card_the_name_is_a_link(open_page, people):
    page = open_page(has_touch=True)
    page.route("**/carte/", lambda route: route.abort())
    page.get_by_role("link", name="@grace").tap()
    page.wait_for_url("**/membres/grace/")
