"""The box elsewhere: feeds, the API, the search, the home page, a member's own pages, the line of descent."""

import pytest
from django.contrib.auth.models import AnonymousUser

from community.discussions.actions.posts import write_post
from community.discussions.actions.threads import thread_under
from community.discussions.models import Thread
from community.notices.actions.rounds import tell_next
from community.notices.models import Notice, Round
from community.personal.registry import Leaving
from community.search.models import IndexEntry
from ideas.box import webhooks
from ideas.box.actions.departing import let_author_go
from ideas.box.actions.moving import merge_idea, move_idea
from ideas.box.actions.supporting import support_idea
from ideas.box.belongings import ideas, supports
from ideas.box.contributions import count_ideas, latest_ideas
from ideas.box.demo import make_demo_ideas
from ideas.box.models import Idea
from ideas.box.panel import idea_panel
from ideas.box.queries import origin_of
from ideas.box.search import KIND
from realtime import clock
from tests.factories.ideas import make_idea, make_keeper, make_support
from tests.factories.members import make_member
from tests.ideas.box.conftest import check_counts, standstill

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    return request


class TestFeeds:
    def test_the_box(self, client):
        make_idea(title="Un régulateur")
        make_idea(title="Retenue", visibility="held")
        feed = client.get("/idees/feed/").content.decode()
        assert "Un régulateur" in feed
        assert "Retenue" not in feed

    def test_one_idea_tells_its_steps_and_what_is_said(self, client):
        idea = make_idea()
        move_idea(idea, "studied", by=make_keeper(), answer="Nous regardons.")
        write_post(thread_under(idea), by=make_member(level=1), text="Enfin.")
        feed = client.get(f"/idees/{idea.pk}/feed/").content.decode()
        assert feed.index("Enfin.") < feed.index("Nous regardons.")
        assert client.get("/idees/999/feed/").status_code == 404


class TestMachines:
    def test_the_list_goes_on_where_it_stopped(self, client):
        for _ in range(21):
            make_idea(author=None)
        first = client.get("/api/v1/ideas/?order=newest").json()
        rest = client.get("/api/v1/ideas/", {"order": "newest", "after": first["next"]}).json()
        assert (len(first["ideas"]), len(rest["ideas"]), rest["next"]) == (20, 1, "")

    def test_one(self, client):
        idea = make_idea(supports=2, price_from=300)
        move_idea(idea, "studied", by=make_keeper(), answer="Nous **regardons**.")
        body = client.get(f"/api/v1/ideas/{idea.pk}/").json()
        assert (body["supports"], body["state"], body["price_from"]) == (2, "studied", 300)
        assert "<strong>regardons</strong>" in body["steps"][0]["html"]
        assert client.get("/api/v1/ideas/999/").status_code == 404
        assert client.get("/api/v1/ideas/?state=studied&order=nonsense&after=x").json()["ideas"][0]["id"] == idea.pk

    def test_what_webhooks_will_carry(self, monkeypatch):
        heard = []
        monkeypatch.setattr(webhooks, "emit", lambda name, payload: heard.append((name, dict(payload))))
        idea, keeper = make_idea(), make_keeper()
        support_idea(idea, by=make_member())
        move_idea(idea, "studied", by=keeper, answer="Oui.")
        assert [(name, body["supports"], body["state"]) for name, body in heard] == [
            ("idea.supported", 1, "proposed"),
            ("idea.moved", 1, "studied"),
        ]


def test_everything_seen_is_in_the_index_when_it_is_built_anew():
    shown, target = make_idea(), make_idea()
    make_idea(visibility="hidden")
    merge_idea(make_idea(), target, by=make_keeper(), answer="La même.")
    assert {entry.key for entry in KIND.entries()} == {str(shown.pk), str(target.pk)}


def test_the_home_page_shows_the_one_that_rises(asking, django_assert_num_queries):
    assert idea_panel(asking, clock.now()) is None
    make_idea(supports=1)
    warm = make_idea(supports=3)
    make_idea(supports=9, state="on_sale")
    with django_assert_num_queries(2):
        assert idea_panel(asking, clock.now())["line"].number == warm.pk


def test_on_ones_own_page_and_on_ones_profile(client, django_assert_num_queries):
    member = make_member(handle="anna")
    own = make_idea(author=member, title="La mienne")
    make_idea(author=member, title="Retenue", visibility="held")
    make_support(make_idea(title="Une autre"), member)
    with django_assert_num_queries(1):
        assert [line.title for line in ideas(member, None, 9)] == ["Retenue", "La mienne"]
    with django_assert_num_queries(1):
        assert [line.title for line in supports(member, None, 9)] == ["Une autre"]
    assert count_ideas(member.pk) == 1
    assert [line.number for line in latest_ideas(member.pk, AnonymousUser())] == [own.pk]
    assert "La mienne" in client.get("/membres/anna/").content.decode()


class TestLeaving:
    def leaving(self, member, *, takes_words):
        return Leaving(member.pk, (member.handle,), (member.email,), "parti-1", takes_words)

    def test_words_stay_without_the_name(self):
        member = make_member(handle="anna")
        own = make_idea(author=member, source="Moi, @anna, je la porterais.")
        other = make_idea(source="Comme dit @anna.")
        let_author_go(self.leaving(member, takes_words=False))
        for idea in (own, other):
            idea.refresh_from_db()
            assert "@anna" not in idea.source + idea.html + idea.lead
        assert "je la porterais" in own.source

    def test_words_go_and_the_number_stays(self):
        member = make_member()
        idea = make_idea(author=member, supports=2, title="Ma plongeuse")
        write_post(thread_under(idea), by=make_member(level=1), text="Enfin.")
        move_idea(idea, "studied", by=make_keeper(), answer="Oui.")
        tell_next(Round.objects.get(audience="idea").pk)
        for _ in range(2):  # a worker that was killed does it again
            let_author_go(self.leaving(member, takes_words=True))
        idea.refresh_from_db()
        assert (idea.source, idea.html, idea.lead, idea.supports) == ("", "", "", 2)
        assert idea.title == "Une idée de quelqu’un qui est parti"
        for rows in (Thread.objects, IndexEntry.objects):
            assert not rows.filter(title="Ma plongeuse").exists()
        assert set(Notice.objects.filter(kind="idea.moved").values_list("data__title", flat=True)) == {idea.title}


class TestDescent:
    def test_where_a_product_comes_from(self, django_assert_num_queries):
        idea = make_idea(supports=2, author=make_member(handle="anna"))
        with django_assert_num_queries(1):
            origin = origin_of(idea.pk)
        assert (origin.number, origin.author, origin.supports, origin.state) == (idea.pk, "anna", 2, "proposed")
        assert origin.url == idea.get_absolute_url()

    def test_what_was_merged_comes_from_the_other(self):
        source, target = make_idea(), make_idea()
        merge_idea(source, target, by=make_keeper(), answer="La même.")
        assert origin_of(source.pk).number == target.pk

    def test_from_nowhere(self):
        assert origin_of(make_idea(visibility="hidden").pk) is None
        assert origin_of(10**9) is None


def test_the_demo(settings, client):
    settings.DEMO = True
    now = clock.now()
    make_demo_ideas(now)
    check_counts()
    assert Idea.objects.count() == 30
    assert set(Idea.objects.values_list("state", flat=True)) == {value for value, _ in Idea.State.choices}
    for idea in Idea.objects.prefetch_related("steps"):
        assert all(step.at <= now for step in idea.steps.all())
        assert [step.reached for step in idea.steps.all()][-1:] in ([], [idea.state])
    assert client.get("/idees/feuille-de-route/").status_code == 200
    with standstill():
        make_demo_ideas(now)
