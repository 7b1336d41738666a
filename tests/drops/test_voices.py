"""As what people answer questions about a drop: for a brand, as owners."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from community.discussions.actions.posts import write_post
from community.discussions.actions.questions import ask_under
from community.discussions.queries.posts import thread_page
from community.discussions.voices import consents_of, hear
from drops.models import Claim, Spokesperson
from realtime import clock
from tests.community.discussions.conftest import standstill
from tests.factories.discussions import make_post
from tests.factories.drops import make_brand, make_drop, make_team_member, make_watch, new_key
from tests.factories.editorial import make_term
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def drop():
    return make_drop()


@pytest.fixture
def question(drop):
    return ask_under(drop, by=make_member(level=1), title="Elle avance, la vôtre", text="Deux secondes.").thread


def order(drop, member, status=Claim.Status.ORDERED):
    """A claim as the ledger leaves it."""
    return Claim.objects.create(
        drop=drop, member=member, cap=drop.per_member, place=Claim.objects.filter(drop=drop).count() + 1,
        key=new_key(), quantity=1, granted=1, status=status, entered_at=clock.now(),
    )  # fmt: skip


def said_by(thread, author, **fields):
    """The badges that stand beside an answer of this member."""
    post = make_post(thread, author=author, **fields)
    (view,) = [each for each in thread_page(thread, AnonymousUser(), clock.now()).posts if each.pk == post.pk]
    return [(badge.voice, badge.words) for badge in view.voices]


class TestBrands:
    def test_who_was_named_wears_the_brands_name(self, question):
        member = make_member()
        for name in ("Combelle & Fils", "Aubier"):
            Spokesperson.objects.create(brand=make_brand(name=name, slug=name[:6].lower()), member=member)
        assert said_by(question, member) == [("brand", "Aubier, Combelle & Fils")]
        assert said_by(question, make_member()) == []

    def test_who_works_here_speaks_for_the_house(self, question):
        assert said_by(question, make_member(is_staff=True)) == [("house", "la maison")]
        assert said_by(question, make_member(is_staff=True, is_active=False)) == []


class TestOwners:
    @pytest.mark.parametrize(
        ("status", "is_open", "badges"),
        [
            (Claim.Status.ORDERED, True, [("owner", "a cette montre")]),
            (Claim.Status.ORDERED, False, []),  # a purchase is nobody's business
            (Claim.Status.WAITING, True, []),
            (Claim.Status.WITHDRAWN, True, []),
            (None, True, []),
        ],
    )
    def test_an_owner_is_shown_who_wants_it(self, drop, question, status, is_open, badges):
        member = make_member()
        if status:
            order(drop, member, status)
        assert said_by(question, member, is_open=is_open) == badges

    def test_who_has_left_owns_nothing_any_more(self, drop, question):
        gone = make_member(is_active=False)
        order(drop, gone)
        assert said_by(question, gone, is_open=True) == []

    def test_of_the_same_watch_in_another_drop_too(self, drop, question):
        member, other = make_member(), make_member()
        order(make_drop(watch=drop.watch), member)
        order(make_drop(watch=make_watch()), other)
        assert said_by(question, member, is_open=True) == [("owner", "a cette montre")]
        assert said_by(question, other, is_open=True) == []

    def test_only_an_owner_is_asked(self, drop, question):
        owner = make_member()
        order(drop, owner)
        heard = hear({member.pk: member for member in (owner, make_member())}, question)
        assert [consents_of(pk, heard) for pk in (owner.pk, owner.pk + 1)] == [["Montrer que j’ai cette montre"], []]

    def test_the_composer_asks_and_the_answer_shows_it(self, client, drop, question):
        owner = make_member(level=1)
        order(drop, owner)
        client.force_login(owner)
        path = question.get_absolute_url()
        assert "Montrer que j’ai cette montre" in client.get(path).content.decode()
        client.post(path, {"text": "La mienne, non.", "is_open": "on"})
        assert "a cette montre" in client.get(path).content.decode()

    def test_in_talk_nobody_wears_anything(self, drop):
        from community.discussions.actions.threads import thread_under

        owner = make_member(level=1)
        order(drop, owner)
        post = write_post(thread_under(drop), by=owner, text="J’en ai une.", is_open=True)
        (view,) = thread_page(post.thread, owner, clock.now()).posts
        assert view.voices == ()


def test_fifty_answers_take_one_query_more_than_a_thread(client, drop, question, django_assert_max_num_queries):
    for number in range(49):
        author = make_member(is_staff=number % 7 == 0)
        if number % 5 == 0:
            order(drop, author)
        make_post(question, author=author, is_open=True)
    client.force_login(make_member(level=1))
    make_term()  # the glossary is there, and kept
    client.get(question.get_absolute_url())
    with django_assert_max_num_queries(13):  # who has the watch is asked, too
        page = client.get(question.get_absolute_url()).content.decode()
    assert page.count("data-number=") == 50
    assert page.count("post__voice--owner") == 10


class TestUnderADrop:
    def test_questions_stand_apart_from_the_talk(self, client, drop, question):
        client.force_login(make_member())
        page = client.get(f"/drops/{drop.code}/").content.decode()
        assert question.get_absolute_url() in page
        assert reverse("discussions:ask", args=["drop", drop.code]) in page

    def test_one_asks_there(self, client, drop):
        client.force_login(make_member(level=1))
        path = reverse("discussions:ask", args=["drop", drop.code])
        assert client.get(path).status_code == 200
        answer = client.post(path, {"title": "Quel calibre", "text": "Dis-moi.", "language": "fr"}, follow=True)
        assert "Quel calibre" in answer.content.decode()

    @pytest.mark.parametrize("fields", [{"title": "Hm", "text": "Mes mots."}, {"title": "Quel calibre", "text": ""}])
    def test_what_is_refused_comes_back(self, client, drop, fields):
        client.force_login(make_member(level=1))
        with standstill():
            answer = client.post(reverse("discussions:ask", args=["drop", drop.code]), fields | {"language": "fr"})
        assert answer.status_code == 400
        assert fields["title"] in answer.content.decode()
        assert fields["text"] in answer.content.decode()

    def test_visitors_sign_in_first(self, client, drop):
        assert client.get(reverse("discussions:ask", args=["drop", drop.code])).status_code == 302


class TestTheBackOffice:
    def test_the_team_names_who_speaks(self, client):
        client.force_login(make_team_member())
        member, brand = make_member(handle="maitre-combelle"), make_brand()
        client.post(reverse("spokesperson:add"), {"brand": brand.pk, "member": "maitre-combelle"})
        assert Spokesperson.objects.get().member == member

    @pytest.mark.parametrize("handle", ["personne-ici", "", "x' OR 1=1"])
    def test_nobody_is_refused_with_a_sentence(self, client, handle):
        client.force_login(make_team_member())
        answer = client.post(reverse("spokesperson:add"), {"brand": make_brand().pk, "member": handle})
        assert answer.status_code == 200
        assert not Spokesperson.objects.exists()
