from datetime import timedelta

import pytest
from django.utils import timezone

from community.discussions.models import PostState
from editorial.embeds import embedded, is_embeddable, register_embed, unregister_embed
from ideas.box.models import Idea
from tests.factories.ballots import make_ballot
from tests.factories.discussions import make_post, make_thread
from tests.factories.drops import make_brand, make_draft, make_drop, make_watch
from tests.factories.editorial import make_article
from tests.factories.ideas import make_idea
from tests.factories.members import make_member
from tests.factories.qdefis import make_qdefi

pytestmark = pytest.mark.django_db
GONE = "Ce qui était montré ici"


def article_showing(client, address):
    page = make_article(
        body=[("embed", {"address": address}), ("chapter", {"heading": "", "text": "<p>Et la suite.</p>"})]
    )
    html = client.get(f"/articles/{page.slug}/").content.decode()
    assert "Et la suite." in html
    return html


def test_an_idea_shows_and_vanishes(client):
    idea = make_idea(title="Un cadran vert")
    assert "Un cadran vert" in article_showing(client, idea.get_absolute_url())
    Idea.objects.filter(pk=idea.pk).update(visibility="held")
    html = article_showing(client, idea.get_absolute_url())
    assert GONE in html
    assert "Un cadran vert" not in html


def test_a_ballot_shows_once_it_is_published(client):
    ballot = make_ballot(question="Quelle couleur ?")
    assert "Quelle couleur" in article_showing(client, f"/scrutins/{ballot.pk}/")
    type(ballot).objects.filter(pk=ballot.pk).update(published_at=None)
    assert GONE in article_showing(client, f"/scrutins/{ballot.pk}/")


def test_a_qdefi_shows_once_it_is_published(client):
    qdefi = make_qdefi(title="Ton plus vieux bracelet")
    assert "Ton plus vieux bracelet" in article_showing(client, qdefi.get_absolute_url())
    type(qdefi).objects.filter(pk=qdefi.pk).update(published_at=None)
    assert GONE in article_showing(client, qdefi.get_absolute_url())


def test_a_drop_obeys_the_embargo_at_each_reading(client):
    watch = make_watch(brand=make_brand(name="Combe"), name="Altitude")
    sealed = make_draft(watch=watch)
    html = article_showing(client, f"/drops/{sealed.code}/")
    assert GONE in html
    assert sealed.code not in html
    now = timezone.now()
    coming = make_drop(watch=make_watch(name="Secrète"), opens_at=now + timedelta(hours=1))
    html = article_showing(client, f"/drops/{coming.code}/")
    assert "Secrète" not in html
    assert embedded(f"/drops/{coming.code}/", None, now + timedelta(hours=2)).title == "Secrète"
    shown = make_drop(watch=make_watch(name="Ouverte"))
    assert "Ouverte" in article_showing(client, f"/drops/{shown.code}/")


def test_a_thread_shows_to_whom_may_read_it(client):
    thread, hidden = make_thread(title="Vos bracelets"), make_thread(title="Rien à voir", posts=0)
    make_post(hidden, state=PostState.HIDDEN)
    assert "Vos bracelets" in article_showing(client, thread.get_absolute_url())
    assert GONE in article_showing(client, hidden.get_absolute_url())


@pytest.mark.parametrize("address", ["/idees/9999999/rien/", "/scrutins/9999999/", "/drops/ZZZZZ/", "/cafe/t/rien/9/"])
def test_what_is_not_there_is_a_sentence(client, address):
    assert GONE in article_showing(client, address)


def test_an_address_is_known_by_its_path_in_any_language(settings):
    for address in ["/de/drops/ABCDE/", f"{settings.SITE_URL}/drops/ABCDE/", " /en/idees/7/x/ ", "/drops/ABCDE/?a=1#b"]:
        assert is_embeddable(address)
    for address in ["", "/", "drops", "/articles/", "https://ailleurs.example/drops/ABCDE/", "javascript:alert(1)"]:
        assert not is_embeddable(address)


def test_a_kind_is_registered_once():
    def load(said, viewer, now):
        return None

    with pytest.raises(ValueError, match="already"):
        register_embed("drops:drop", load)
    register_embed("term", load)
    register_embed("term", load)
    unregister_embed("term")
    assert not is_embeddable("/glossaire/spiral/")


def test_a_member_sees_what_is_theirs(client):
    author = make_member()
    idea = make_idea(author=author, visibility="held", title="La mienne")
    assert embedded(idea.get_absolute_url(), author, timezone.now()).title == "La mienne"
    assert embedded(idea.get_absolute_url(), make_member(), timezone.now()) is None
