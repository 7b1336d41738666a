"""From a brief to a ceremony in three browsers: built from a template, entered, voted on, judged, shown to all."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from playwright.sync_api import expect

from challenges.ceremonies.models import Ceremony
from challenges.juries.actions.panel import name_juror
from challenges.juries.models import Judging
from challenges.qdefis.models import Qdefi
from community.members.groups import EDITORS
from realtime import clock
from tests.factories.drops import make_universe
from tests.factories.members import make_member
from tests.factories.qdefis import hours_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.heavy,  # tests/challenges shows each step by itself
    pytest.mark.django_db(transaction=True),
]
DAY = timedelta(days=1)


def stand(qdefi, phase):
    """Move its hours, so that it stands in that phase now."""
    Qdefi.objects.filter(pk=qdefi.pk).update(**hours_of(phase, qdefi.kind))


def test_from_a_brief_to_a_ceremony(visit):
    make_universe()
    joined = clock.now() - 90 * DAY
    anna, bruno, carla = (make_member(handle=name, level=1, date_joined=joined) for name in ("anna", "bruno", "carla"))
    editor = make_member(handle="redac", is_staff=True, date_joined=joined)
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    editor.groups.add(Group.objects.get(name=EDITORS))

    leading = visit("/atelier/qdefis/modeles/", editor)
    leading.locator("button[value=en-cent-mots]").click()
    leading.wait_for_url("**/edit/**")
    qdefi = Qdefi.objects.get()
    leading.goto(f"/atelier/qdefis/{qdefi.pk}/annoncer/")
    leading.get_by_role("button", name="Annoncer").click()
    leading.wait_for_url("**/edit/**")
    name_juror(qdefi, carla)
    Qdefi.objects.filter(pk=qdefi.pk).update(quorum=1)

    stand(qdefi, "entries")
    own = qdefi.get_absolute_url()
    for member, title in ((anna, "Celle de l’oncle"), (bruno, "Le tiroir")):
        entering = visit(f"{own}participer/", member)
        entering.get_by_label("Titre").fill(title)
        entering.get_by_role("textbox", name="Texte").fill("Elle retardait de deux minutes, et lui aussi.")
        entering.get_by_label("J’ai lu les conditions").check()
        entering.get_by_role("button", name="Envoyer ma participation").click()
        expect(entering.get_by_role("heading", level=1)).to_have_text(title)

    stand(qdefi, "votes")
    voting = visit(own, bruno)
    assert "anna" not in voting.locator("#galerie").inner_text()
    voting.get_by_role("group", name="Mes étoiles pour « Celle de l’oncle »").get_by_label("5 étoiles").click()
    expect(voting.locator(".vote__star--lit")).to_have_count(5)

    stand(qdefi, "jury")
    judging = visit(f"{own}jury/", carla)
    for title, stars in (("Celle de l’oncle", "5"), ("Le tiroir", "2")):
        case = judging.locator(".bench__case", has_text=title)
        case.get_by_role("button", name=f"{stars} étoiles").click()
        judging.wait_for_load_state()

    at = clock.now() + timedelta(seconds=1)
    Qdefi.objects.filter(pk=qdefi.pk).update(results_at=at)
    Ceremony.objects.create(qdefi=qdefi, starts_at=at + DAY, seconds=5)
    watching = [visit(f"{own}ceremonie/", member) for member in (anna, bruno, None)]
    deadline = clock.now() + timedelta(seconds=20)
    while not Judging.objects.filter(qdefi=qdefi, settled_at__isnull=False).exists():
        assert clock.now() < deadline, "the hub's look counts what is watched"
        watching[0].wait_for_timeout(200)
    assert all("anna" not in page.locator(".ceremony").inner_text() for page in watching)
    leading.goto(own)
    assert "Le podium" not in leading.locator("main").inner_text() or "Première" not in leading.content()

    leading.goto(f"/atelier/qdefis/{qdefi.pk}/ceremonie/")
    soon = clock.now() + timedelta(seconds=6)
    Ceremony.objects.filter(qdefi=qdefi).update(starts_at=soon)
    for page in watching:
        page.reload()
    for place, winner in ((2, "bruno"), (1, "anna")):
        for page in watching:
            rank = page.locator(f'[data-place="{place}"]')
            expect(rank.locator(".ceremony__author")).to_have_text(winner, timeout=30_000)
    for page in watching:
        expect(page.locator("[data-after]")).to_be_visible()
        expect(page.locator("[data-voice]")).to_contain_text("Première place")

    watching[2].wait_for_timeout(2_500)  # the hub's look makes public what was shown
    watching[2].locator("[data-after] a").click()
    expect(watching[2].locator("main")).to_contain_text("anna")
    leading.reload()
    leading.get_by_role("button", name="En faire un article").click()
    leading.wait_for_url("**/pages/*/edit/**")
    expect(leading.locator("body")).to_contain_text("le podium")
