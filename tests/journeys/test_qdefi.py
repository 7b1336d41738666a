"""A Qdéfi in two browsers: a phone's photo goes in while somebody else looks at the gallery, by the keyboard."""

import pytest
from playwright.sync_api import expect

from challenges.qdefis.models import Entry
from tests.challenges.qdefis.photos import phone_photo
from tests.factories.members import make_member
from tests.factories.qdefis import make_entries, make_qdefi
from tests.journeys.test_axe import look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.heavy,  # tests/challenges/qdefis shows each step by itself
    pytest.mark.django_db(transaction=True),
]
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const each of list.getEntries()) sum += each.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 1000);
})"""


def test_from_the_phone_to_the_gallery(visit):
    qdefi = make_qdefi(is_blind=True, title="Au sommet")
    make_entries(qdefi, 2_000)
    anna = make_member(handle="anna", level=1)

    watching = visit(qdefi.get_absolute_url(), viewport={"width": 1280, "height": 900})
    expect(watching.locator(".shot")).to_have_count(24)
    watching.mouse.wheel(0, 4_000)
    assert watching.evaluate(SHIFTS) < 0.02
    assert look(watching) == []

    entering = visit(f"{qdefi.get_absolute_url()}participer/", anna, viewport={"width": 390, "height": 844})
    entering.get_by_label("Titre").fill("Le col, à six heures")
    refusal = {"error": "Un instant.", "code": "too_often"}
    entering.route("**/images/", lambda route: route.fulfill(status=429, json=refusal))
    photo = {"name": "col.jpg", "mimeType": "image/jpeg", "buffer": phone_photo()}
    entering.get_by_label("Ajouter").set_input_files(photo)
    expect(entering.locator("[data-upload=failed]")).to_contain_text("Un instant.")
    entering.unroute("**/images/")
    entering.get_by_role("button", name="Réessayer").click()
    expect(entering.locator(".photos__picture")).to_be_visible(timeout=30_000)
    assert (
        entering.locator(".photos__picture").evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 480
    )
    entering.get_by_label("Ce que la photo montre").fill("Une montre au poignet, la neige derrière")
    entering.reload()  # as after a crash, or a login
    expect(entering.get_by_label("Titre")).to_have_value("Le col, à six heures")
    expect(entering.get_by_label("Ce que la photo montre")).to_have_value("Une montre au poignet, la neige derrière")
    entering.get_by_role("button", name="Envoyer ma participation").click()
    expect(entering.get_by_role("alert")).to_contain_text("accepter les conditions")
    expect(entering.get_by_label("Titre")).to_have_value("Le col, à six heures")
    assert look(entering) == []
    entering.get_by_label("J’ai lu les conditions").check()
    entering.get_by_role("button", name="Envoyer ma participation").click()
    expect(entering.get_by_role("heading", level=1)).to_have_text("Le col, à six heures")
    assert entering.evaluate("document.documentElement.scrollWidth") <= 390
    assert look(entering) == []

    expect(watching.locator("[data-fresh]")).to_have_text("1 nouvelle participation")
    entry = Entry.objects.get(author=anna)
    before = entry.qdefi.entries.standing().filter(code__lt=entry.code).order_by("-code")[:3]
    watching.goto(
        f"{qdefi.get_absolute_url()}?suite={before[2].code}" if len(before) == 3 else qdefi.get_absolute_url()
    )
    assert "anna" not in watching.content()
    first = watching.locator("[data-photo]").first
    first.focus()
    watching.keyboard.press("Enter")
    box = watching.locator("dialog[open]")
    expect(box.locator("[data-count]")).to_have_text("1 / 24")
    assert look(watching) == []
    watching.keyboard.press("ArrowRight")
    expect(box.locator("[data-count]")).to_have_text("2 / 24")
    watching.keyboard.press("ArrowLeft")
    watching.keyboard.press("ArrowLeft")
    expect(box.locator("[data-count]")).to_have_text("24 / 24")
    watching.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(watching.locator("[data-photo]").last).to_be_focused()
