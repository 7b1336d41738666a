"""The pages of Qdéfis: what each person sees, what blind means, what the lists cost, and that nothing typed is lost."""

import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from challenges.qdefis import beside
from challenges.qdefis.actions.entering import Entered, save_draft
from challenges.qdefis.models import Entry, EntryState, Kind, Qdefi
from challenges.qdefis.queries.entries import A_PAGE
from community.pictures.models import Picture
from realtime import clock
from tests.challenges.qdefis.conftest import standstill
from tests.challenges.qdefis.photos import phone_photo
from tests.factories.members import make_member
from tests.factories.pictures import make_row, upload
from tests.factories.qdefis import make_entries, make_entry, make_qdefi, move_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(level=1)


@pytest.fixture
def signed(client, member):
    client.force_login(member)
    return client


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def counted(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def codes_in(page, qdefi):
    return re.findall(rf'class="shot__title"[^>]*><a href="/qdefis/{qdefi.slug}/(\w+)/"', page)


class TestTheList:
    def test_what_can_be_played_stands_first_and_drafts_nowhere(self, client):
        over, coming, now, draft = (make_qdefi(phase) for phase in ("results", "announced", "entries", "draft"))
        page = page_of(client, "/qdefis/")
        places = [page.index(f"/qdefis/{row.slug}/") for row in (now, coming, over)]
        assert places == sorted(places)
        assert draft.slug not in page

    def test_it_costs_the_same_with_one_and_with_three(self, client):
        make_qdefi(), make_qdefi("results")
        client.get("/qdefis/")
        one = counted(client, "/qdefis/")
        for _ in range(2):
            make_qdefi(), make_qdefi("results")
        assert counted(client, "/qdefis/") == one

    def test_a_draft_is_not_there(self, signed):
        draft = make_qdefi("draft")
        assert signed.get(draft.get_absolute_url()).status_code == 404


class TestTheGallery:
    def test_what_it_costs(self, client):
        qdefi = make_qdefi()
        make_entry(qdefi)
        address = qdefi.get_absolute_url()
        client.get(address)
        one = counted(client, address)
        make_entry(qdefi), make_entry(qdefi)
        assert counted(client, address) == one
        make_entries(qdefi, 2 * A_PAGE)
        assert counted(client, address) == one

    def test_its_pages_hold_every_entry_once_in_an_order_that_tells_nothing(self, client):
        qdefi = make_qdefi()
        entered = [entry.code for entry in make_entries(qdefi, 2 * A_PAGE + 3)]
        address, seen = qdefi.get_absolute_url(), []
        while address:
            page = page_of(client, address)
            seen += codes_in(page, qdefi)
            following = re.search(r'rel="next" href="(\?suite=\w+)#galerie"', page)
            address = following and qdefi.get_absolute_url() + following[1]
        assert seen == sorted(entered)
        assert seen != entered

    @pytest.mark.parametrize("place", ["", "x", "%00", "zzzzzzzzzz'", "9" * 400])
    def test_nonsense_begins_at_the_beginning(self, client, place):
        entry = make_entry()
        assert codes_in(page_of(client, f"{entry.qdefi.get_absolute_url()}?suite={place}"), entry.qdefi) == [entry.code]

    def test_only_what_stands_is_shown_and_every_picture_has_its_size(self, client):
        qdefi = make_qdefi()
        entry = make_entry(qdefi)
        for state in (EntryState.DRAFT, EntryState.HELD, EntryState.WITHDRAWN, EntryState.HIDDEN):
            hidden = make_entry(qdefi, state=state)
            assert client.get(hidden.get_absolute_url()).status_code == 404
        page = page_of(client, qdefi.get_absolute_url())
        assert codes_in(page, qdefi) == [entry.code]
        images = re.findall(r"<img [^>]*>", page[page.index('id="galerie"') :])
        shown = [image for image in images if "data-large" not in image]
        assert shown
        assert all(
            'width="1440"' in image and 'height="720"' in image and 'alt="Une montre' in image for image in shown
        )

    def test_answers_and_guesses_wait_for_the_results(self, client, member):
        entry = make_entry(make_qdefi(kind=Kind.GUESS), author=member, title="", guess=28800)
        assert "data-photo" not in page_of(client, entry.qdefi.get_absolute_url())
        assert client.get(entry.get_absolute_url()).status_code == 404
        client.force_login(member)
        assert "28800" in page_of(client, entry.get_absolute_url())

    def test_what_is_right_in_a_quiz_waits_for_the_results(self, signed, member):
        entry = make_entry(make_qdefi(kind=Kind.QUIZ), author=member, title="", answers=[1, 2])
        assert "juste" not in page_of(signed, entry.get_absolute_url())
        move_to(entry.qdefi, "results")
        page = page_of(signed, entry.get_absolute_url())
        assert ("juste" in page, "faux" in page, "Mudge" in page) == (True, True, True)


class TestBlind:
    """Nobody learns of whom an entry is before the results, wherever they look."""

    @pytest.fixture
    def entry(self):
        return make_entry(make_qdefi("votes", is_blind=True), author=make_member(handle="cache-cache", level=2))

    def addresses(self, entry):
        slug, code = entry.qdefi.slug, entry.code
        api = f"/api/v1/qdefis/{slug}/"
        return [
            entry.qdefi.get_absolute_url(),
            entry.get_absolute_url(),
            "/membres/cache-cache/",
            api,
            f"{api}entries/",
            f"{api}entries/{code}/",
            "/qdefis/feed/",
        ]

    def test_until_the_results(self, client, entry, member):
        client.force_login(member)
        for address in self.addresses(entry):
            page = page_of(client, address)
            tells = ("cache-cache", f"/membres/{entry.author.handle}") if "membres" not in address else (entry.code,)
            assert not any(word in page for word in tells), address

    def test_with_the_results(self, client, entry):
        move_to(entry.qdefi, "results")
        gallery, one, profile, _, entries, whole, _ = [page_of(client, address) for address in self.addresses(entry)]
        assert all("cache-cache" in page for page in (gallery, one, entries, whole))
        assert entry.code in profile

    def test_one_knows_one_s_own(self, client, entry):
        client.force_login(entry.author)
        assert "la tienne" in page_of(client, entry.get_absolute_url())


class TestAnEntry:
    def test_it_costs_the_same_with_one_photo_and_with_three(self, client):
        qdefi = make_qdefi(most_pictures=3)
        one, three = make_entry(qdefi, pictures=1), make_entry(qdefi, pictures=3)
        client.get(one.get_absolute_url())
        assert counted(client, one.get_absolute_url()) == counted(client, three.get_absolute_url())

    def test_its_neighbours_lead_on(self, client):
        qdefi = make_qdefi()
        first, second, third = sorted((make_entry(qdefi) for _ in range(3)), key=lambda entry: entry.code)
        page = page_of(client, second.get_absolute_url())
        assert f'rel="prev" href="{first.get_absolute_url()}"' in page
        assert f'rel="next" href="{third.get_absolute_url()}"' in page

    def test_it_is_talked_about_and_can_be_flagged(self, signed, member):
        entry = make_entry()
        page = page_of(signed, entry.get_absolute_url())
        assert f"/moderation/signaler/entry/{entry.pk}/" in page or f"/entry/{entry.pk}/" in page
        assert 'id="conversation"' in page
        assert "/entry/" not in page_of(signed, make_entry(author=member).get_absolute_url()).split("conversation")[0]


def test_parts_above_show_what_they_register(client):
    entry = make_entry()
    template = "components/_empty.html"
    beside.register_on_qdefi("a", template, lambda _request, qdefi, _now: {"qdefi": qdefi})
    beside.register_on_entry("a", template, lambda *_: None)
    beside.register_on_cards("a", template, lambda _request, _qdefi, entries, _now: {pk: {} for pk in entries})
    try:
        with pytest.raises(ValueError, match="taken"):
            beside.register_on_entry("a", template, lambda *_: {})
        gallery, one = page_of(client, entry.qdefi.get_absolute_url()), page_of(client, entry.get_absolute_url())
    finally:
        beside.unregister("a")
    assert gallery.count('class="empty"') == 2
    assert 'class="empty"' not in one


class TestTakingPart:
    @pytest.fixture
    def qdefi(self):
        return make_qdefi(most_pictures=2)

    def fields(self, *photos, **changes):
        fields = {"do": "enter", "title": "Au sommet", "text": "À l’aube.", "language": "fr", "key": "k" * 32}
        fields |= {"terms": "1", "photo": [row.token for row in photos]}
        return fields | {f"alt-{row.token}": "Une montre" for row in photos} | changes

    def test_a_visitor_signs_in_first(self, client, qdefi):
        assert client.get(f"{qdefi.get_absolute_url()}participer/")["Location"].startswith("/comptes/login/")

    def test_from_the_form_to_the_gallery(self, signed, member, qdefi):
        address = f"{qdefi.get_absolute_url()}participer/"
        assert "Ce que la photo montre" in page_of(signed, address)
        response = signed.post(address, self.fields(make_row(member)))
        entry = Entry.objects.get()
        assert response["Location"] == f"{entry.get_absolute_url()}?fait=1"
        assert entry.state == EntryState.SUBMITTED
        assert signed.get(address)["Location"] == f"{entry.get_absolute_url()}modifier/"

    def test_without_script_the_photos_come_with_the_form(self, signed, qdefi):
        address = f"{qdefi.get_absolute_url()}participer/"
        sent = self.fields(files=[upload(name="a.png"), upload(name="b.png")])
        page = signed.post(address, sent).content.decode()  # nobody described them
        tokens = list(Picture.objects.values_list("token", flat=True))
        assert "ce que chaque photo montre" in page
        assert len(tokens) == 2
        assert all(f'value="{token}"' in page for token in tokens)
        photos = list(Picture.objects.all())
        assert signed.post(address, self.fields(*photos)).status_code == 302

    @pytest.mark.parametrize(("changes", "status"), [({"terms": ""}, 400), ({"title": ""}, 400), ({"terms": "x"}, 400)])
    def test_what_is_refused_comes_back_whole(self, signed, member, qdefi, changes, status):
        photo = make_row(member)
        with standstill():
            response = signed.post(f"{qdefi.get_absolute_url()}participer/", self.fields(photo, **changes))
        page = response.content.decode()
        assert response.status_code == status
        assert all(kept in page for kept in ("À l’aube.", photo.token, 'value="Une montre"'))

    def test_even_what_comes_too_late(self, signed, member, qdefi):
        photo = make_row(member)
        Qdefi.objects.update(entries_close_at=clock.now(), votes_open_at=clock.now())
        with standstill():
            response = signed.post(f"{qdefi.get_absolute_url()}participer/", self.fields(photo))
        page = response.content.decode()
        assert (response.status_code, "Les participations sont closes" in page) == (409, True)
        assert all(kept in page for kept in ("Au sommet", "À l’aube.", photo.token, 'value="Une montre"'))

    def test_a_photo_that_the_door_refuses_takes_no_other_with_it(self, signed, member, qdefi):
        photo, broken = make_row(member), SimpleUploadedFile("b.jpg", b"no picture")
        page = signed.post(
            f"{qdefi.get_absolute_url()}participer/", self.fields(photo, files=[broken])
        ).content.decode()
        assert "b.jpg" in page
        assert photo.token in page
        assert not Entry.objects.exists()

    def test_a_draft_is_kept_and_goes_on(self, signed, member, qdefi):
        photo = make_row(member)
        signed.post(f"{qdefi.get_absolute_url()}participer/", self.fields(photo, do="draft", terms="", title=""))
        entry = Entry.objects.get()
        assert entry.state == EntryState.DRAFT
        address = f"{entry.get_absolute_url()}modifier/"
        assert photo.token in page_of(signed, address)
        assert signed.post(address, self.fields(photo, remove=[photo.token])).status_code == 400
        assert signed.post(address, self.fields(photo)).status_code == 302
        assert Entry.objects.get().state == EntryState.SUBMITTED

    def test_a_quiz(self, signed):
        qdefi = make_qdefi(kind=Kind.QUIZ)
        address = f"{qdefi.get_absolute_url()}participer/"
        assert "Qui inventa" in page_of(signed, address)
        page = signed.post(address, {"do": "enter", "answer_0": "0", "terms": "1", "key": "a" * 32}).content.decode()
        assert "sans réponse" in page
        assert re.search(r'name="answer_0" value="0"[^>]*checked', page)
        signed.post(address, {"do": "enter", "answer_0": "0", "answer_1": "2", "terms": "1", "key": "a" * 32})
        assert Entry.objects.get().answers == [0, 2]

    @pytest.mark.parametrize(("typed", "meant"), [("28'800", 28800), ("28 800,5", 28800.5), ("-3.25", -3.25)])
    def test_a_guess_as_people_write_it(self, signed, typed, meant):
        address = f"{make_qdefi(kind=Kind.GUESS).get_absolute_url()}participer/"
        signed.post(address, {"do": "enter", "guess": typed, "terms": "1", "key": "a" * 32})
        assert Entry.objects.get().guess == meant

    @pytest.mark.parametrize("typed", ["beaucoup", "1e9", "NaN", "Infinity", "1.2345", "9" * 13, "٣"])
    def test_what_is_no_number(self, signed, typed):
        address = f"{make_qdefi(kind=Kind.GUESS).get_absolute_url()}participer/"
        response = signed.post(address, {"do": "enter", "guess": typed, "terms": "1", "key": "a" * 32})
        assert (response.status_code, typed in response.content.decode()) == (400, True)
        assert not Entry.objects.exists()

    def test_taking_back_asks_first(self, signed, member, qdefi):
        entry = make_entry(qdefi, author=member)
        address = f"{entry.get_absolute_url()}retirer/"
        assert "elle ne comptera plus" in page_of(signed, address)
        signed.post(address)
        assert Entry.objects.get().state == EntryState.WITHDRAWN

    def test_nobody_else_changes_or_takes_back(self, signed, qdefi):
        entry = make_entry(qdefi)
        for verb in ("modifier", "retirer"):
            for ask in (signed.get, signed.post):
                assert ask(f"{entry.get_absolute_url()}{verb}/").status_code == 404

    def test_on_one_s_own_page(self, signed, member, qdefi):
        save_draft(qdefi, by=member, entered=Entered(title="Presque"))
        assert "Presque" in page_of(signed, "/moi/")


@pytest.mark.heavy
def test_a_phone_s_photo_shows_its_first_version_within_two_seconds(signed):
    content = phone_photo()
    assert len(content) > 2_000_000
    began = time.monotonic()
    taken = signed.post("/images/", {"picture": SimpleUploadedFile("moi.jpg", content)}).json()
    first = signed.get(f"/images/{taken['token']}-480.webp")
    took = time.monotonic() - began
    assert (first.status_code, first["Content-Type"]) == (200, "image/webp")
    print(f"\n{len(content)} bytes, {took:.2f} s")
    assert took < 2
