"""What a drop's pages show to whom, and what their plain forms do."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from community.panels import panel
from drops import chain
from drops.actions.claims import submit_claim, writer
from drops.models import Claim, Drop, Hold, Order
from drops.templatetags.drops import dated
from realtime.models import Event, Topic
from tests.factories.drops import (
    make_brand,
    make_draft,
    make_drop,
    make_picture,
    make_team_member,
    make_watch,
    new_key,
)
from tests.factories.editorial import make_term
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db

WATCH = ("Canari soleillé", "Maison Secrète", "Parole de canari", "veau canari", "C-canari", "images/")
PRICE = ("1’290", "1’990", "1290.", "1990.", "129000", "199000")
STOCK = ("sur 73", "<b>73</b>", "<dd>73</dd>", "&quot;total&quot;: 73", "&quot;total&quot;:73")
HOUR = timedelta(hours=1)


def drop_in(phase, **fields):
    """A drop of 73 canaries in that phase."""
    now = timezone.now()
    fields = {"total": 73, "statement": "", "code": "K7Q2M"} | fields
    if "watch" not in fields:
        brand = make_brand(name=WATCH[1])
        fields["watch"] = make_watch(name=WATCH[0], brand=brand, statement=WATCH[2], strap=WATCH[3], calibre=WATCH[4])
        make_picture(fields["watch"], alt="Le cadran d’un canari")
    match phase:
        case "sealed":
            return make_drop(opens_at=now + 48 * HOUR, announced_at=now + HOUR, **fields)
        case "announced":
            return make_drop(opens_at=now + HOUR, **fields)
        case "sold_out":
            return make_drop(sold=73, **fields)
        case "closed":
            return make_drop(opens_at=now - 3 * HOUR, sold=12, claimants=15, places=15, **fields)
        case "cancelled":
            return make_drop(cancelled_at=now, cancelled_reason="La couronne grince.", **fields)
        case "paused":
            return make_drop(paused_at=now, **fields)
    return make_drop(**fields)


def page(client, drop, viewer=None, **query):
    if viewer:
        client.force_login(viewer)
    response = client.get(reverse("drops:drop", args=[drop.code]), query)
    return response, response.content.decode()


def shows(text, words):
    """Those of the words that stand in the text; colours and sizes of the drawing aside."""
    return [word for word in words if word in text.partition("data-rim")[0] + text.partition("</svg>")[2]]


# What is shown


@pytest.mark.parametrize("viewer", [None, make_member])
def test_a_sealed_drop_is_not_there(client, viewer):
    response, text = page(client, drop_in("sealed"), viewer and viewer())
    assert response.status_code == 404
    assert not shows(text, WATCH)


def test_the_team_sees_a_sealed_drop_under_its_band(client):
    response, text = page(client, drop_in("sealed"), make_team_member())
    assert "l’équipe du drop est seule" in text
    assert WATCH[0] in text
    assert response["Cache-Control"] == "private, no-store"


def test_the_team_sees_a_draft_without_an_hour(client):
    response, text = page(client, make_draft(opens_at=None, closes_at=None), make_team_member())
    assert response.status_code == 200
    assert "pas encore d’heure" in text


@pytest.mark.parametrize("viewer", [None, make_member])
@pytest.mark.parametrize("address", ["drops:drop", "drops:offer", "drops:schedule"])
def test_an_announced_drop_shows_its_hour_and_nothing_else(client, viewer, address):
    drop = drop_in("announced")
    if viewer:
        client.force_login(viewer())
    text = client.get(reverse(address, args=[] if "schedule" in address else [drop.code])).content.decode()
    assert drop.code in text or "offre" in text
    assert not shows(text, WATCH + PRICE + STOCK)


def test_sixty_marks_before_the_opening(client):
    _, text = page(client, drop_in("announced"))
    assert text.count("<rect") == 60


def test_an_open_drop_shows_strangers_the_watch_without_price_and_pieces(client):
    response, text = page(client, drop_in("open"))
    assert shows(text, WATCH) == list(WATCH)
    assert not shows(text, PRICE + STOCK)
    assert text.count("<rect") == 60
    assert "Se connecter pour demander une pièce" in text
    assert "no-store" not in response["Cache-Control"]
    assert "Cookie" in response["Vary"]


def test_an_open_drop_shows_members_price_and_pieces(client):
    response, text = page(client, drop_in("open"), make_member())
    assert "CHF\xa01’290.–" in text
    assert "CHF\xa01’990.–" in text
    assert text.count("<rect") == 73
    assert "Demander une pièce" in text
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("phase", ["sold_out", "closed", "cancelled"])
@pytest.mark.parametrize("viewer", [None, make_member])
@pytest.mark.parametrize("address", ["drops:drop", "drops:offer", "drops:schedule"])
def test_nobody_finds_a_price_afterwards(client, phase, viewer, address):
    drop = drop_in(phase)
    if viewer:
        client.force_login(viewer())
    text = client.get(reverse(address, args=[] if "schedule" in address else [drop.code])).content.decode()
    assert WATCH[0] in text
    assert not shows(text, PRICE)


def test_a_closed_drop_reports_pieces_claims_and_sales(client):
    _, text = page(client, drop_in("closed"))
    for term, figure in (("Pièces", 73), ("Demandes", 15), ("Vendues", 12)):
        assert f"<dt>{term}</dt><dd>{figure}</dd>" in text


def test_a_cancelled_drop_says_why(client):
    _, text = page(client, drop_in("cancelled"))
    assert "La couronne grince." in text
    assert "Demander une pièce</button>" not in text


@pytest.mark.parametrize(
    ("phase", "dated"), [("open", True), ("sold_out", True), ("closed", False), ("cancelled", False)]
)
def test_figures_are_dated_while_there_is_something_to_wait_for(client, phase, dated):
    stamp = page(client, drop_in(phase))[1].partition('<p class="stamp"')[2].partition("</p>")[0].partition(">")[2]
    assert ("Données de" in stamp) is dated


def test_a_cancelled_drop_promises_nothing(client):
    now = timezone.now()
    promises = ("personne ici ne dira laquelle", "Le drop s’ouvre à la seconde")
    drop = make_drop(announced_at=now - 2 * HOUR, opens_at=now + HOUR, cancelled_at=now - HOUR)
    text = page(client, drop)[1]
    assert not [promise for promise in promises if promise in text]
    text = page(client, drop_in("announced", code="K7Q2N"))[1]
    assert [promise for promise in promises if promise in text] == list(promises)


@pytest.mark.parametrize(("phase", "fields"), [("open", {"message": "Patience."}), ("cancelled", {})])
def test_what_the_team_says_stands_above_the_title(client, phase, fields):
    _, text = page(client, drop_in(phase, **fields))
    said = fields.get("message", "La couronne grince.")
    assert text.index(said) < text.index("<h1>")


def test_a_close_on_another_day_names_it(client):
    now = timezone.now()
    opens_at = now.replace(hour=12) + timedelta(days=1)
    for hours, named in ((1, False), (24, True)):
        drop = make_drop(announced_at=now, opens_at=opens_at, closes_at=opens_at + hours * HOUR)
        assert (dated(drop.closes_at) + ", " in page(client, drop)[1].partition("<dt>Fermeture</dt>")[2]) is named


def test_a_rehearsal_says_so(client, settings):
    settings.DEMO = True
    _, text = page(client, drop_in("open", rehearsal=True))
    assert "Répétition" in text


@pytest.mark.parametrize(("phase", "live"), [("announced", True), ("open", True), ("closed", False)])
def test_a_page_without_script_asks_again_while_something_moves(client, phase, live):
    _, text = page(client, drop_in(phase))
    assert ('<noscript><meta http-equiv="refresh"' in text) is live


def test_the_last_refresh_before_the_opening_falls_on_it(client):
    drop = drop_in("announced")
    Drop.objects.update(opens_at=timezone.now() + timedelta(seconds=20))
    _, text = page(client, drop)
    assert any(f'content="{seconds}"' in text for seconds in (19, 20))


# What is said to whom


def test_a_member_whose_address_is_not_confirmed_is_told(client):
    _, text = page(client, drop_in("open"), make_member(confirmed=False))
    assert "n’est pas encore confirmée" in text
    assert 'data-module="claim"' not in text


@pytest.mark.parametrize("phase", ["announced", "paused"])
def test_the_button_waits(client, phase):
    _, text = page(client, drop_in(phase), make_member())
    assert 'type="submit" disabled>' in text


def claim(drop, member, quantity=1):
    """A claim as the form makes it, settled and committed with the test's own transaction."""
    return submit_claim(code=drop.code, member_id=member.pk, quantity=quantity, key=new_key()).result(10)


@pytest.mark.django_db(transaction=True)
class TestPlace:
    """The panel of somebody who asked."""

    @pytest.fixture(autouse=True)
    def _end_the_writer(self):
        yield
        writer.close()

    def test_who_holds_a_piece_sees_it_and_until_when(self, client):
        drop, member = drop_in("open"), make_member()
        claim(drop, member)
        _, text = page(client, drop, member)
        assert "Une pièce t’attend" in text
        assert "Pièce nº\u00a01" in text
        assert 'data-module="hold"' in text
        assert "Confirmer la commande" in text
        assert 'data-status="allocated"' in text

    def test_with_every_piece_held_the_button_offers_a_place_in_the_queue(self, client):
        drop = drop_in("open", total=1)
        claim(drop, make_member())
        _, text = page(client, drop, make_member())
        assert "Entrer dans la file d’attente</button>" in text
        assert "Demander une pièce</button>" not in text

    def test_who_waits_sees_the_place_and_what_it_means(self, client):
        drop = drop_in("open", total=1)
        claim(drop, make_member())
        claim(drop, make_member())
        member = make_member()
        claim(drop, member)
        _, text = page(client, drop, member)
        assert "Place 3" in text
        assert "Une personne attend avant toi." in text

    def test_who_got_fewer_than_asked_is_told(self, client):
        drop, member = drop_in("open", total=1, per_member=2), make_member()
        claim(drop, member, quantity=2)
        _, text = page(client, drop, member)
        assert "c’est tout ce qui restait" in text

    def test_an_order_keeps_its_price_after_the_close(self, client):
        drop, member = drop_in("open"), make_member()
        claim(drop, member)
        client.force_login(member)
        client.post(reverse("drops:confirm", args=[drop.code]))
        Drop.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
        _, text = page(client, drop, member)
        assert "Elle est à toi" in text
        assert "CHF\xa01’290.–" in text
        assert Claim.objects.get().key in text

    def test_the_form_claims_as_the_socket_does(self, client):
        drop, member, key = drop_in("open"), make_member(), new_key()
        client.force_login(member)
        for _ in range(2):  # the second time it is a repeat, and harmless
            response = client.post(reverse("drops:place", args=[drop.code]), {"key": key}, follow=True)
            assert "C’est enregistré. Une pièce t’attend." in response.content.decode()
        assert response.redirect_chain == [(f"/drops/{drop.code}/", 302)]
        assert [(row.key, row.status) for row in Claim.objects.all()] == [(key, "allocated")]

    def test_giving_back_lets_the_member_enter_once_more(self, client):
        drop, member = drop_in("open"), make_member()
        client.force_login(member)
        for round_number, again in ((1, True), (2, False)):
            client.post(reverse("drops:place", args=[drop.code]), {"key": new_key()})
            response = client.post(reverse("drops:withdraw", args=[drop.code]), follow=True)
            text = response.content.decode()
            assert "C’est rendu." in text
            assert ('data-module="claim"' in text) is again, round_number
            assert (f'data-entry="{member.handle}:2"' in text) is again
        assert not Hold.objects.filter(state="live").exists()

    def test_confirming_makes_one_order(self, client):
        drop, member = drop_in("open"), make_member()
        claim(drop, member)
        client.force_login(member)
        for _ in range(2):
            text = client.post(reverse("drops:confirm", args=[drop.code]), follow=True).content.decode()
            assert "C’est commandé." in text
        assert Order.objects.count() == 1

    @pytest.mark.parametrize(
        ("phase", "fields", "confirmed", "sentence"),
        [
            ("announced", {}, True, "Ce drop n’est pas encore ouvert."),
            ("closed", {}, True, "Ce drop est fermé."),
            ("cancelled", {}, True, "Ce drop est fermé."),
            ("paused", {}, True, "Ce drop est en pause."),
            ("open", {"quantity": "2"}, True, "C’est plus de pièces que ce drop n’en permet"),
            ("open", {"quantity": "0"}, True, "C’est plus de pièces que ce drop n’en permet"),
            ("open", {"quantity": "beaucoup"}, True, "C’est plus de pièces que ce drop n’en permet"),
            ("open", {"key": "courte"}, True, "Cette demande est mal formée."),
            ("open", {"key": ""}, True, "Cette demande est mal formée."),
            ("open", {}, False, "Confirme d’abord ton adresse e-mail"),
        ],
    )
    def test_a_refusal_names_the_rule_and_changes_nothing(self, client, phase, fields, confirmed, sentence):
        drop = drop_in(phase)
        client.force_login(make_member(confirmed=confirmed))
        form = {"key": new_key()} | fields
        response = client.post(reverse("drops:place", args=[drop.code]), form, follow=True)
        assert sentence in response.content.decode()
        assert not Claim.objects.exists()
        assert not Event.objects.exists()
        assert not Topic.objects.exists()

    def test_a_second_claim_is_refused(self, client):
        drop, member = drop_in("open"), make_member()
        answer = claim(drop, member)
        client.force_login(member)
        response = client.post(reverse("drops:place", args=[drop.code]), {"key": new_key()}, follow=True)
        assert "Tu as déjà une demande pour ce drop." in response.content.decode()
        assert Claim.objects.get().key == answer.receipt

    @pytest.mark.parametrize(
        ("address", "sentence"),
        [("drops:confirm", "Aucune pièce n’est réservée pour toi"), ("drops:withdraw", "Il n’y a rien à rendre")],
    )
    def test_nothing_to_confirm_or_give_back(self, client, address, sentence):
        drop = drop_in("open")
        client.force_login(make_member())
        assert sentence in client.post(reverse(address, args=[drop.code]), follow=True).content.decode()
        assert not Topic.objects.exists()


@pytest.mark.parametrize("address", ["drops:place", "drops:confirm", "drops:withdraw"])
def test_who_is_not_signed_in_goes_to_the_door_and_comes_back_to_the_button(client, address):
    drop = drop_in("open")
    response = client.post(reverse(address, args=[drop.code]), {"key": new_key()})
    assert response.status_code == 302
    assert response.url == f"/comptes/login/?next=/drops/{drop.code}/%3Fdemande%3D1%23place"
    assert not Claim.objects.exists()
    _, text = page(client, drop, make_member(), demande="1")
    assert "rien n’est parti pendant que tu te connectais" in text


def test_the_forms_want_their_token():
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    drop = drop_in("open")
    client.force_login(make_member())
    assert client.post(reverse("drops:place", args=[drop.code]), {"key": new_key()}).status_code == 403
    assert not Claim.objects.exists()


def test_the_panel_alone_is_for_the_script(client):
    drop = drop_in("open")
    client.force_login(make_member())
    address = reverse("drops:place", args=[drop.code])
    assert client.get(address).url == reverse("drops:drop", args=[drop.code])
    panel = client.get(address, headers={"HX-Request": "true"}).content.decode().strip()
    assert panel.startswith('<section class="place')
    assert panel.endswith("</section>")


def test_the_page_carries_what_its_script_starts_from(client):
    _, text = page(client, drop_in("open"), make_member())
    frame = json.loads(text.split('data-frame="')[1].split('"')[0].replace("&quot;", '"'))
    assert frame["data"]["available"] == 73
    assert frame["now"] > frame["data"]["opens_at"]


# Proof and pictures


def test_the_proof_is_the_chain_of_all_entries(client):
    drop = drop_in("closed", total=73)
    keys = [f"{number:032x}" for number in (1, 2, 3)]
    for place, key in enumerate(keys, 1):
        Claim.objects.create(
            drop=drop, member=make_member(), cap=1, place=place, key=key, quantity=1, entered_at=drop.opens_at
        )
    head = chain.opening_head(drop.code)
    for place, key in enumerate(keys, 1):
        head = chain.next_head(head, chain.leaf(drop.code, place, key))
    Drop.objects.update(head=head, places=3, claimants=3)
    proof = client.get(reverse("drops:proof", args=[drop.code])).json()
    assert set(proof) == {
        "version", "mode", "code", "commitment", "beacon_source", "seed", "beacon", "entries", "head", "leaves",
        "order", "opens_at", "window_closed_at", "published_head_at", "revealed_at",
    }  # fmt: skip
    assert (proof["version"], proof["mode"], proof["entries"]) == (1, "first_come", 3)
    assert proof["order"] == [1, 2, 3]
    assert proof["head"] == head
    assert proof["leaves"] == [chain.leaf(drop.code, place, key) for place, key in enumerate(keys, 1)]
    assert not any(key in json.dumps(proof) for key in keys)


@pytest.mark.parametrize(("phase", "viewer"), [("sealed", None), ("announced", make_member), ("open", None)])
def test_no_proof_for_whom_the_figures_are_not(client, phase, viewer):
    drop = drop_in(phase)
    if viewer:
        client.force_login(viewer())
    assert client.get(reverse("drops:proof", args=[drop.code])).status_code == 404


def picture(client, drop, name="480.webp"):
    token = drop.watch.pictures.get().token
    width, kind = name.split(".")
    return client.get(reverse("drops:picture", args=[drop.code, token, width, kind]))


@pytest.mark.parametrize("phase", ["sealed", "announced"])
@pytest.mark.parametrize("viewer", [None, make_member])
def test_no_picture_before_the_opening(client, phase, viewer):
    if viewer:
        client.force_login(viewer())
    assert picture(client, drop_in(phase)).status_code == 404


def test_the_teams_pictures_are_stored_nowhere(client):
    client.force_login(make_team_member())
    response = picture(client, drop_in("announced"))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("name", "kind"), [("480.webp", "image/webp"), ("1440.webp", "image/webp"), ("960.jpg", "image/jpeg")]
)
def test_everybodys_pictures_may_be_kept(client, name, kind):
    response = picture(client, drop_in("open"), name)
    assert (response.status_code, response["Content-Type"]) == (200, kind)
    assert response["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize("name", ["481.webp", "960.png", "480.jpg"])
def test_no_picture_of_another_size(client, name):
    assert picture(client, drop_in("open"), name).status_code == 404


def test_no_picture_of_another_drops_watch(client):
    drop, other = drop_in("open"), drop_in("announced", code="ANN23", watch=make_watch())
    make_picture(other.watch)
    token = other.watch.pictures.get().token
    assert client.get(reverse("drops:picture", args=[drop.code, token, 480, "webp"])).status_code == 404


# The programme


def test_the_programme_sorts_what_is_and_what_was(client):
    now = timezone.now()
    drop_in("open")
    make_drop(code="NEXT2", opens_at=now + HOUR)
    make_drop(code="PAST2", opens_at=now - 5 * HOUR, closes_at=now - 4 * HOUR)
    drop_in("sealed", code="SEAL2", watch=make_watch(name="Canari scellé"))
    text = client.get(reverse("drops:schedule")).content.decode()
    moment, coming, past = text.partition("À venir")[0], text.partition("À venir")[2], text.partition("Passés")[2]
    assert "K7Q2M" in moment
    assert "NEXT2" in coming.partition("Passés")[0]
    assert "PAST2" in past
    assert "SEAL2" not in text
    assert "Canari scellé" not in text


def test_an_empty_programme_says_so(client):
    assert "Rien d’annoncé pour l’instant." in client.get(reverse("drops:schedule")).content.decode()


def test_the_script_reads_the_programme_alone(client):
    text = client.get(reverse("drops:schedule"), headers={"HX-Request": "true"}).content.decode().strip()
    assert text.startswith('<div id="programme"')
    assert text.endswith("</div>")


def test_the_home_page_has_a_panel_while_something_comes(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    assert panel("dial").context(request, timezone.now()) is None
    drop = drop_in("announced")
    assert panel("dial").context(request, timezone.now())["drop"].code == drop.code


@pytest.mark.parametrize("phase", ["announced", "open"])
def test_the_panel_shows_the_watch_from_the_opening_on(client, phase):
    picture = drop_in(phase).watch.pictures.get()
    text = client.get(reverse("drops:moment")).content.decode()
    assert text.startswith('<div id="drop-du-moment"')
    assert "K7Q2M" in text
    assert (f"images/{picture.token}" in text) == (phase == "open")
    assert bool(shows(text, WATCH)) == (phase == "open")
    assert not shows(text, PRICE + STOCK)


def test_a_panel_with_nothing_to_say_waits(client):
    text = client.get(reverse("drops:moment")).content.decode()
    assert "drop-du-moment" in text
    assert "dial" not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_panel(client, django_assert_num_queries, rows):
    for _ in range(rows):
        make_picture(make_drop().watch)
    client.get(reverse("drops:moment"))
    with django_assert_num_queries(2):
        client.get(reverse("drops:moment"))


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_programme(client, django_assert_num_queries, rows):
    now = timezone.now()
    for number in range(rows):
        make_picture(make_drop(opens_at=now + (number + 1) * HOUR).watch)
        make_picture(make_drop(opens_at=now - (number + 5) * HOUR, closes_at=now - 4 * HOUR).watch)
    client.get(reverse("drops:schedule"))
    with django_assert_num_queries(2):
        client.get(reverse("drops:schedule"))


def test_queries_of_a_drop(client, django_assert_num_queries):
    make_term()  # a glossary with a version is read once a process
    drop = drop_in("open")
    client.force_login(make_member())
    page(client, drop)
    # Session, member, drop, pictures, claim, e-mail address, notices, the glossary’s version, and three for what is
    # said and asked.
    with django_assert_num_queries(11):
        page(client, drop)


def test_a_visitor_asks_nothing_of_what_members_say(client, django_assert_num_queries):
    make_term()
    drop = drop_in("open")
    page(client, drop)
    # Drop, pictures, the glossary’s version.
    with django_assert_num_queries(3):
        _, text = page(client, drop)
    assert 'id="conversation"' not in text
