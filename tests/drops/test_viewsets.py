"""The back office of drops: what the team can do there, and that nobody else knows of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from drops.actions.arming import arm_drop
from drops.models import Drop, Phase, Watch
from drops.staff import VERBS, MoneyField
from drops.viewsets import DropViewSet, VerbView
from realtime import clock
from tests.drops.conftest import claim, standstill
from tests.factories.drops import (
    make_brand,
    make_draft,
    make_drop,
    make_picture,
    make_team_member,
    make_watch,
    picture_bytes,
)
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel"


@pytest.fixture
def manager():
    return make_team_member()


@pytest.fixture
def desk(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def editor(client):
    """Somebody of the back office who writes articles and nothing else."""
    member = make_member(is_staff=True)
    member.user_permissions.add(Permission.objects.get(codename="access_admin"))
    member.groups.add(*Group.objects.filter(name="Rédaction"))
    client.force_login(member)
    return client


@pytest.fixture
def draft():
    made = make_draft(watch=make_watch(name=CANARY))
    make_picture(made.watch)
    return made


def phase_of(drop):
    drop.refresh_from_db()
    return drop.phase(clock.now())


def posted(drop, **changes):
    """The edit form as the browser would send it, with some fields changed."""
    local = timezone.localtime

    def typed(moment):
        return local(moment).strftime("%Y-%m-%d %H:%M:%S") if moment else ""

    return {
        "universe": drop.universe_id,
        "watch": drop.watch_id,
        "statement": drop.statement,
        "mode": drop.mode,
        "total": drop.total,
        "per_member": drop.per_member,
        "price": "1290.00",
        "retail_price": "1990.00",
        "announced_at": typed(drop.announced_at),
        "opens_at": typed(drop.opens_at),
        "closes_at": typed(drop.closes_at),
    } | changes


def pages(drop):
    """Every address of the team's back office."""
    return [
        *(
            reverse(f"{name}:{page}")
            for name in ("drop", "watch", "brand", "spokesperson")
            for page in ("index", "add")
        ),
        *(reverse(f"drop:{page}", args=[drop.pk]) for page in ("edit", "delete", "history", "usage")),
        *(reverse(f"watch:{page}", args=[drop.watch_id]) for page in ("edit", "delete", "history", "usage")),
        *(reverse(f"brand:{page}", args=[drop.watch.brand_id]) for page in ("edit", "delete", "history", "usage")),
        *(reverse("drop:verb", args=[drop.pk, verb.name]) for verb in VERBS),
        reverse("team_picture", args=[drop.watch.pictures.get().token]),
    ]


def test_every_page_opens_for_the_team(desk, draft):
    never = {reverse("drop:verb", args=[draft.pk, name]) for name in ("desarmer", "suspendre", "reprendre", "message")}
    for address in pages(draft):
        assert desk.get(address).status_code == (302 if address in never else 200), address


def test_for_an_editor_none_of_them_exists(editor, draft):
    for address in pages(draft):
        assert editor.get(address).status_code == 404, address
        with standstill():
            assert editor.post(address).status_code == 404, address


def test_an_editor_finds_no_word_of_it(editor, manager, draft):
    log(instance=draft, action="wagtail.create", user=manager)
    log(instance=draft.watch, action="wagtail.create", user=manager, title=CANARY)
    reports = ["wagtailadmin_home", "wagtailadmin_reports:site_history", "wagtailadmin_reports:aging_pages"]
    for address in [*map(reverse, reports), f"{reverse('wagtailadmin_explore_root')}?q={CANARY}"]:
        text = editor.get(address, follow=True).content.decode()
        assert CANARY not in text, address
        assert draft.code not in text, address
        assert reverse("drop:index") not in text, address


def test_the_menu_shows_it_to_the_team(desk):
    assert reverse("drop:index") in desk.get(reverse("wagtailadmin_home")).content.decode()


def test_a_drop_is_made_in_francs(desk):
    opens_at = timezone.now() + timedelta(days=1)
    values = posted(make_draft(opens_at=opens_at, closes_at=opens_at + timedelta(hours=1)), price="1290.05", total=7)
    answer = desk.post(reverse("drop:add"), values)
    made = Drop.objects.latest("id")
    assert answer["Location"] == reverse("drop:edit", args=[made.pk])
    assert (made.price, made.retail_price, made.total, made.is_armed) == (129_005, 199_000, 7, False)


def test_a_draft_is_changed_and_its_history_names_no_value(desk, draft):
    address = reverse("drop:edit", args=[draft.pk])
    assert desk.post(address, posted(draft, price="1111.00"))["Location"] == address
    draft.refresh_from_db()
    assert draft.price == 111_100
    assert "1111" not in str(list(ModelLogEntry.objects.values()))


def test_saving_leaves_the_counters_alone(desk, manager, draft, monkeypatch):
    """A claim comes between the reading and the saving of the form."""
    drop = make_drop()
    view = DropViewSet.edit_view_class
    save = view.save_instance
    monkeypatch.setattr(view, "save_instance", lambda self: claim(drop, make_member()) and save(self))
    desk.post(reverse("drop:edit", args=[drop.pk]), {"statement": "Autre phrase."})
    drop.refresh_from_db()
    assert (drop.statement, drop.places, drop.claimants) == ("Autre phrase.", 1, 1)


def test_an_armed_drop_keeps_its_facts(desk, manager, draft):
    arm_drop(draft, by=manager)
    draft.refresh_from_db()
    desk.post(reverse("drop:edit", args=[draft.pk]), posted(draft, price="1.00", total=99, statement="Une phrase."))
    after = Drop.objects.get(pk=draft.pk)
    assert (after.price, after.total, after.opens_at) == (draft.price, draft.total, draft.opens_at)
    assert after.statement == "Une phrase."


def test_a_drop_armed_meanwhile_is_not_changed(desk, manager, draft, monkeypatch):
    view = DropViewSet.edit_view_class
    save = view.save_instance
    monkeypatch.setattr(view, "save_instance", lambda self: arm_drop(draft, by=manager) or save(self))
    answer = desk.post(reverse("drop:edit", args=[draft.pk]), posted(draft, price="1.00"), follow=True)
    assert "vient d’être armé" in answer.content.decode()
    assert Drop.objects.get(pk=draft.pk).price == draft.price


def test_an_armed_drop_cannot_be_deleted(desk, manager, draft):
    arm_drop(draft, by=manager)
    desk.post(reverse("drop:delete", args=[draft.pk]))
    assert Drop.objects.filter(pk=draft.pk).exists()


def test_arming_asks_first_and_then_arms(desk, draft):
    address = reverse("drop:verb", args=[draft.pk, "armer"])
    with standstill():
        assert "Armer" in desk.get(address).content.decode()
    desk.post(address)
    assert phase_of(draft) == Phase.ANNOUNCED
    assert ModelLogEntry.objects.filter(action="drops.armer").count() == 1


def test_what_is_missing_is_said_on_the_page(desk):
    address = reverse("drop:verb", args=[make_draft(price=None).pk, "armer"])
    for ask in (desk.get, desk.post):
        with standstill():
            text = ask(address).content.decode()
        assert "help-critical" in text
        assert text.count("Le prix manque.") == 1


def test_every_verb_does_what_it_says(desk, draft):
    def do(name, **said):
        return desk.post(reverse("drop:verb", args=[draft.pk, name]), said)

    do("armer")
    do("suspendre")
    assert Drop.objects.get().is_paused
    do("reprendre")
    assert not Drop.objects.get().is_paused
    do("message", said="Patience.")
    assert Drop.objects.get().message == "Patience."
    do("desarmer")
    assert phase_of(draft) == Phase.SEALED
    do("annuler", said="Plus de boîtiers.")
    assert (phase_of(draft), draft.cancelled_reason) == (Phase.CANCELLED, "Plus de boîtiers.")


@pytest.mark.parametrize("name", ["reprendre", "message", "desarmer"])
def test_a_verb_out_of_season_changes_nothing(desk, draft, name):
    for ask in (desk.get, desk.post):
        with standstill():
            answer = ask(reverse("drop:verb", args=[draft.pk, name]), {"said": "Bientôt."}, follow=True)
        assert "plus possible" in answer.content.decode()


def test_a_verb_whose_season_ends_meanwhile_changes_nothing(desk, draft, monkeypatch):
    monkeypatch.setattr(VerbView, "dispatch", FormView.dispatch)
    with standstill():
        answer = desk.post(reverse("drop:verb", args=[draft.pk, "reprendre"]), follow=True)
    assert "plus possible" in answer.content.decode()


def test_the_lists_say_what_they_add(desk):
    for name, words in (("drop", "Ajouter un drop"), ("watch", "Ajouter une montre"), ("brand", "Ajouter une marque")):
        assert words in desk.get(reverse(f"{name}:index")).content.decode()


def test_a_brands_address_follows_its_name(desk):
    text = desk.get(reverse("brand:add")).content.decode()
    assert 'data-w-sync-target-value="#id_slug"' in text
    assert 'data-controller="w-slug"' in text


def test_there_are_no_other_verbs(desk, draft):
    assert desk.get(reverse("drop:verb", args=[draft.pk, "vendre"])).status_code == 404


def test_buttons_offer_what_can_be_done(desk, draft):
    def offered():
        text = desk.get(reverse("drop:edit", args=[draft.pk])).content.decode()
        return {verb.name for verb in VERBS if reverse("drop:verb", args=[draft.pk, verb.name]) in text}

    assert offered() == {"armer", "annuler"}
    desk.post(reverse("drop:verb", args=[draft.pk, "armer"]))
    assert offered() == {"desarmer", "suspendre", "message", "annuler"}


def test_a_watch_is_made_with_its_pictures(desk):
    upload = SimpleUploadedFile("IMG_secret.png", picture_bytes(), content_type="text/html")
    values = {
        "brand": make_brand().pk,
        "name": "Heure du Jura",
        "movement": "manual",
        "warranty_months": 24,
        "pictures-TOTAL_FORMS": 1,
        "pictures-INITIAL_FORMS": 0,
        "pictures-MIN_NUM_FORMS": 0,
        "pictures-MAX_NUM_FORMS": 1000,
        "pictures-0-file": upload,
        "pictures-0-alt": "Le cadran",
        "pictures-0-ORDER": 1,
        "pictures-0-id": "",
        "pictures-0-DELETE": "",
    }
    answer = desk.post(reverse("watch:add"), values)
    assert answer.status_code == 302, answer.context["form"].errors
    picture = Watch.objects.get(name="Heure du Jura").pictures.get()
    assert "secret" not in picture.file.name
    shown = desk.get(reverse("team_picture", args=[picture.token]))
    assert shown["Content-Type"] == "image/webp"
    assert "no-store" in shown["Cache-Control"]


def test_the_list_takes_as_many_queries_for_three_as_for_one(desk):
    counts = []
    for _ in range(3):
        make_draft()
        desk.get(reverse("drop:index"))
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("drop:index"))
        counts.append(len(queries))
    assert counts[0] == counts[2]


@pytest.mark.parametrize(("typed", "kept"), [("1290", 129_000), ("0.05", 5), ("", None)])
def test_money_is_typed_in_francs_and_kept_in_rappen(typed, kept):
    field = MoneyField(required=False)
    assert field.clean(typed) == kept
    assert not field.has_changed(kept, typed)
    assert field.has_changed(1, typed)
