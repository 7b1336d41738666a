"""The cards that networks show: their size, that long names and accents fit, and that they are drawn once."""

import io

import pytest
from PIL import Image

from challenges.ceremonies import cards
from challenges.ceremonies.drawing import SIZE, Card, draw_card
from challenges.ceremonies.drawing.lettering import fit, glyphs, width, wrap
from challenges.qdefis.actions.departing import let_entrant_go
from community.personal.registry import Leaving
from tests.factories.ceremonies import SECONDS, make_ceremony, places_of
from tests.factories.qdefis import make_entry, make_qdefi

LONG = "Zażółć gęślą jaźń à l’œil nu : l’échappement de Noël, façon Škoda, à Übelkeit-sous-Ñandú, pour tout le monde"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.parametrize("text", [LONG, "M" * 90, "é" * 200, "Le col", ""])
def test_every_text_fits(text):
    title = fit(text, 500, [72, 52, 44], 4)
    assert len(title.lines) <= 4
    assert all(width(line, title.size) <= 500 for line in title.lines)


def test_a_letter_keeps_its_marks_and_what_we_cannot_draw_is_left_out():
    assert [(each.letter, bool(each.marks)) for each in glyphs("Éç 漢ï🎉")] == [
        ("E", True),
        ("c", True),
        (" ", False),
        ("i", True),
    ]
    assert "".join(each.letter for each in glyphs("Œuf – ß")) == "OEuf - ss"
    assert wrap("un deux", 10_000, 40) == ["un deux"]


def test_an_accent_is_drawn():
    plain, accented = (draw_card(Card("QDÉFI", title, "", "")) for title in ("Ete", "Été"))
    assert plain != accented
    assert draw_card(Card("QDÉFI", "Été", "", "")) == accented
    assert Image.open(io.BytesIO(accented)).size == SIZE == (1200, 630)


@pytest.mark.django_db
def test_a_card_is_drawn_once_and_again_when_its_facts_are_others(client, monkeypatch, media):
    drawn = []
    monkeypatch.setattr(cards, "draw_card", lambda card: drawn.append(card) or draw_card(card))
    qdefi = make_qdefi(title=LONG[:110])
    address = f"{qdefi.get_absolute_url()}carte.jpg"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, client.get(address).content) == (200, 304, first.content)
    assert len(drawn) == 1
    qdefi.title = "Un autre titre"
    qdefi.save()
    assert client.get(address)["ETag"] != first["ETag"]
    assert len(drawn) == 2
    assert len(list(media.glob("private/cards/*/*"))) == 1
    assert client.get("/de" + address)["ETag"] == client.get(address)["ETag"]


@pytest.mark.django_db
def test_pages_name_the_cards(client, settings):
    qdefi = make_ceremony(since=3 * SECONDS)
    client.get(qdefi.get_absolute_url())  # whoever comes first settles it
    places = places_of(qdefi)
    own = f'content="{settings.SITE_URL}{qdefi.get_absolute_url()}carte.jpg"'
    assert own in client.get(qdefi.get_absolute_url()).content.decode()
    assert own in client.get(places[4].get_absolute_url()).content.decode()
    winner = places[1].get_absolute_url()
    assert f'content="{settings.SITE_URL}{winner}carte.jpg"' in client.get(winner).content.decode()
    assert client.get(f"{winner}carte.jpg")["Content-Type"] == "image/jpeg"
    assert client.get(f"{places[4].get_absolute_url()}carte.jpg").status_code == 404


@pytest.mark.django_db
def test_who_leaves_takes_their_card_along(client, media, django_capture_on_commit_callbacks):
    qdefi = make_ceremony(since=3 * SECONDS)
    client.get(qdefi.get_absolute_url())
    gone, stays = places_of(qdefi)[1], places_of(qdefi)[2]
    for entry in (gone, stays):
        client.get(f"{entry.get_absolute_url()}carte.jpg")
    author = gone.author
    leaving = Leaving(author.pk, (author.handle,), (author.email,), "membre-parti-1", takes_words=False)
    with django_capture_on_commit_callbacks(execute=True):
        let_entrant_go(leaving)
    assert [path.name for path in (media / "private" / "cards").iterdir()] == [f"{qdefi.pk}-{stays.code}"]


@pytest.mark.django_db
def test_a_draft_has_no_card(client):
    draft = make_qdefi("draft")
    assert client.get(f"/qdefis/{draft.slug}/carte.jpg").status_code == 404
    assert client.get(f"{make_entry().get_absolute_url()}carte.jpg").status_code == 404
