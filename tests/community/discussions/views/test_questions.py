"""Questions as people and machines meet them."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from community.discussions.actions.questions import share_question
from community.discussions.actions.reactions import mark_best
from community.discussions.models import Category, SharedQuestion, Thread
from community.discussions.queries.threads import PAGE
from tests.community.discussions.conftest import standstill
from tests.factories.discussions import make_post, make_table, make_thread, new_key
from tests.factories.members import make_member
from tests.factories.moderators import make_moderator

pytestmark = pytest.mark.django_db
KIND = Category.Kind


@pytest.fixture
def member(client):
    member = make_member(level=1)
    client.force_login(member)
    return member


@pytest.fixture
def table():
    return make_table(kind=KIND.QUESTIONS)


@pytest.fixture
def question(table):
    return make_thread(category=table, title="Pourquoi avance-t-elle")


class TestSharing:
    def test_pressed_and_pressed_again(self, client, member, question):
        path = question.get_absolute_url() + "aussi/"
        client.post(path)
        page = client.get(question.get_absolute_url()).content.decode()
        assert "1 personne a aussi cette question" in page
        assert "Tu seras prévenu" in page
        client.post(path, {"retirer": "1"})
        assert not SharedQuestion.objects.exists()
        client.post(path)
        client.delete(path)
        assert not SharedQuestion.objects.exists()

    def test_a_script_gets_the_part_that_the_page_includes(self, client, member, question):
        answer = client.post(question.get_absolute_url() + "aussi/", headers={"HX-Request": "true"})
        page = client.get(question.get_absolute_url()).content.decode()
        assert _without_tokens(answer.content.decode()).strip() in _without_tokens(page)

    def test_ones_own_is_refused_with_a_sentence(self, client, member, table):
        own = make_thread(category=table, author=member)
        with standstill():
            answer = client.post(own.get_absolute_url() + "aussi/", headers={"HX-Request": "true"})
        assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
        assert "aussi/" not in client.get(own.get_absolute_url()).content.decode()

    def test_a_visitor_is_sent_to_sign_in(self, client, question):
        with standstill():
            assert client.post(question.get_absolute_url() + "aussi/").status_code == 302
        assert "aussi/" not in client.get(question.get_absolute_url()).content.decode()

    def test_what_one_may_not_see_is_not_there(self, client, member, table):
        assert client.post(make_thread(posts=0, category=table).get_absolute_url() + "aussi/").status_code == 404


def _without_tokens(html):
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", html)


class TestOpening:
    def test_a_table_of_both_asks_which(self, client, member):
        table = make_table(kind=KIND.BOTH)
        path = f"/cafe/c/{table.slug}/nouveau/"
        assert 'name="kind"' in client.get(path).content.decode()
        fields = {"title": "Une question ouverte", "text": "Oui ?", "language": "fr", "key": new_key()}
        client.post(path, fields | {"kind": "question"})
        assert Thread.objects.get().kind == "question"

    def test_it_leads_to_both(self, client, member):
        table = make_table(kind=KIND.BOTH)
        path = f"/cafe/c/{table.slug}/nouveau/?genre=question"
        assert f'href="{path}"' in client.get(table.get_absolute_url()).content.decode()
        page = client.get(path).content.decode()
        assert re.search(r'value="question"[^>]* checked', page)
        assert "<h1>Poser une question</h1>" in page

    @pytest.mark.parametrize("kind", [KIND.TALK, KIND.QUESTIONS])
    def test_another_does_not(self, client, member, kind):
        table = make_table(kind=kind)
        assert 'name="kind"' not in client.get(f"/cafe/c/{table.slug}/nouveau/").content.decode()

    def test_an_odd_kind_is_refused(self, client, member):
        table = make_table(kind=KIND.BOTH)
        fields = {"title": "Une question ouverte", "text": "Oui ?", "language": "fr", "kind": "annonce"}
        with standstill():
            assert client.post(f"/cafe/c/{table.slug}/nouveau/", fields).status_code == 400


class TestLists:
    @pytest.fixture
    def lines(self, client, table):
        """Three questions: an old open one, one that many ask, a settled one that spoke last."""
        _open, asked, settled = (make_thread(category=table, title=name) for name in ("Ouverte", "Demandée", "Réglée"))
        mark_best(make_post(asked), by=asked.author)
        mark_best(make_post(settled), by=settled.author)
        for _ in range(2):
            share_question(asked, by=make_member())

        def titles(path):
            html = client.get(path).content.decode()
            return re.findall(r'class="thread-line__title"><a [^>]*>([^<]*)', html)

        return titles

    @pytest.mark.parametrize(
        ("asked", "titles"),
        [
            ("", ["Réglée", "Demandée", "Ouverte"]),
            ("?tri=ouvertes", ["Ouverte", "Réglée", "Demandée"]),
            ("?tri=demandees", ["Demandée", "Réglée", "Ouverte"]),
            ("?tri=farfelu", ["Réglée", "Demandée", "Ouverte"]),
        ],
    )
    def test_they_are_sorted_as_one_asks(self, lines, table, asked, titles):
        assert lines(f"{table.get_absolute_url()}{asked}") == titles

    def test_the_cafe_shows_questions_alone(self, lines):
        make_thread(category=make_table(), title="Du vent")
        assert "Du vent" in lines("/cafe/")
        assert sorted(lines("/cafe/?genre=questions")) == ["Demandée", "Ouverte", "Réglée"]

    @pytest.mark.parametrize("order", ["", "ouvertes", "demandees"])
    def test_pages_do_not_overlap(self, client, table, order):
        for number in range(PAGE + 3):
            thread = make_thread(category=table, title=f"Numéro {number}")
            Thread.objects.filter(pk=thread.pk).update(
                asked=number % 4, best=thread.posts.get() if number % 3 else None
            )
        first = client.get(f"{table.get_absolute_url()}?tri={order}").content.decode()
        rest = client.get(re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&").replace(
            "?", f"{table.get_absolute_url()}?", 1)).content.decode()  # fmt: skip
        found = [re.findall(r"Numéro \d+", page) for page in (first, rest)]
        assert (len(found[0]), len(found[1]), len({*found[0], *found[1]})) == (PAGE, 3, PAGE + 3)

    @pytest.mark.parametrize("signed_in", [False, True])
    def test_they_take_the_same_queries_with_one_row_and_three(self, client, signed_in):
        if signed_in:
            client.force_login(make_member())
        counts = set()
        for rows in (1, 3):
            table = make_table(kind=KIND.QUESTIONS)
            for _ in range(rows):
                make_thread(category=table)
            client.get(table.get_absolute_url())
            with CaptureQueriesContext(connection) as asked:
                client.get(f"{table.get_absolute_url()}?tri=demandees")
            counts.add(len(asked))
        assert len(counts) == 1


class TestMachines:
    def test_search_engines_read_a_question_and_its_accepted_answer(self, client, question):
        answer, other = (make_post(question, source=text) for text in ("C’est **le spiral**.", "Le froid & le chaud"))
        mark_best(answer, by=question.author)
        share_question(question, by=make_member())
        html = client.get(question.get_absolute_url()).content.decode()
        data = json.loads(re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', html, re.DOTALL)[1])
        asked = data["mainEntity"]
        assert (data["@type"], asked["name"], asked["answerCount"], asked["upvoteCount"]) == (
            "QAPage", "Pourquoi avance-t-elle", 2, 1,
        )  # fmt: skip
        assert asked["acceptedAnswer"]["text"] == "C’est le spiral."
        assert [each["text"] for each in asked["suggestedAnswer"]] == ["Le froid & le chaud"]
        assert asked["suggestedAnswer"][0]["url"].endswith(other.get_absolute_url())

    def test_the_api_says_what_the_page_says(self, client, question):
        answer = make_post(question, author=make_moderator())
        mark_best(answer, by=question.author)
        share_question(question, by=make_member())
        body = client.get(f"/api/v1/cafe/threads/{question.pk}/").json()
        assert {name: body["thread"][name] for name in ("kind", "asked", "is_answered")} == {
            "kind": "question", "asked": 1, "is_answered": True,
        }  # fmt: skip
        assert body["posts"][1]["voices"] == [{"voice": "house", "words": "la maison"}]
        assert body["posts"][1]["is_best"]
        make_thread(category=make_table())
        for asked, count in (("", 2), ("?kind=question", 1), ("?kind=talk&order=asked", 1)):
            assert len(client.get(f"/api/v1/cafe/threads/{asked}").json()["threads"]) == count


def test_a_thing_has_one_talk_and_many_questions():
    place = {"subject": "drop", "subject_id": 7, "title": "Une montre", "slug": "une-montre"}
    for _ in range(2):
        Thread.objects.create(kind="question", **place)
    Thread.objects.create(**place)
    with pytest.raises(IntegrityError), transaction.atomic():
        Thread.objects.create(**place)


def test_a_kind_is_one_of_two():
    with pytest.raises(ValidationError):
        Thread(kind="annonce", category=make_table(), title="Un titre", slug="un-titre").full_clean()
