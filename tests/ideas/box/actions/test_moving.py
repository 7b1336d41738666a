"""The house's steps and merges: who is told, what goes along, and what is refused by its name."""

from itertools import pairwise

import pytest

from community.discussions.actions.posts import write_post
from community.discussions.actions.threads import thread_under
from community.discussions.models import Reading, Stance, Thread
from community.discussions.rules import TalkRefused
from community.notices.actions.rounds import tell_next
from community.notices.models import Notice, Round
from community.recognition.queries import balance_of
from community.search.models import IndexEntry
from ideas.box.actions.following import follow_idea, unfollow_idea
from ideas.box.actions.moving import merge_idea, move_idea, move_ideas
from ideas.box.actions.supporting import support_idea
from ideas.box.models import Idea, IdeaState, Support
from ideas.box.rules import IdeaRefused, heat_of
from realtime.models import Event, Topic
from tests.factories.ideas import make_idea, make_keeper, make_support
from tests.factories.members import make_member
from tests.ideas.box.conftest import check_counts, standstill

pytestmark = pytest.mark.django_db
SAID = "Nous **regardons**."


@pytest.fixture
def keeper():
    return make_keeper()


def refusal_of(verb, *args, **fields):
    with standstill(), pytest.raises(IdeaRefused) as refused:
        verb(*args, **fields)
    return refused.value.code


def tell_all_rounds():
    for each in Round.objects.all():
        while tell_next(each.pk):
            pass


def told():
    return set(Notice.objects.filter(kind="idea.moved").values_list("member_id", flat=True))


class TestAStep:
    def test_all_the_way_each_step_dated_and_answered(self, keeper):
        idea = make_idea()
        way = [IdeaState.STUDIED, IdeaState.NEGOTIATING, IdeaState.PLANNED, IdeaState.ON_SALE]
        for state in way:
            move_idea(idea, state, by=keeper, answer=f"{SAID} {state}")
        idea.refresh_from_db()
        steps = list(idea.steps.all())
        assert [step.reached for step in steps] == way
        assert [step.left for step in steps[1:]] == [step.reached for step in steps[:-1]]
        assert all(earlier.at <= later.at for earlier, later in pairwise(steps))
        assert (idea.state, idea.answer, idea.answered_at) == ("on_sale", steps[-1].answer, steps[-1].at)

    def test_it_is_announced_to_the_page_and_to_the_box(self, keeper):
        idea = make_idea()
        move_idea(idea, "studied", by=keeper, answer=SAID)
        assert Topic.objects.get(name=idea.topic).kind == "state"
        step = Event.objects.get(topic="ideas")
        assert (step.kind, step.data) == ("idea.moved", {"id": idea.pk, "state": "studied"})

    def test_author_supporters_and_followers_are_told_once_each(self, keeper):
        idea, follower, deaf, former = make_idea(), make_member(), make_member(), make_member()
        both = make_support(idea).member
        follow_idea(idea, by=both)
        follow_idea(idea, by=follower)
        follow_idea(idea, by=former)
        unfollow_idea(idea, by=former)
        make_support(idea, deaf)
        Reading.objects.create(member=deaf, thread=thread_under(idea), stance=Stance.MUTED)
        move_idea(idea, "studied", by=keeper, answer=SAID)
        tell_all_rounds()
        assert told() == {idea.author_id, both.pk, follower.pk}
        assert Notice.objects.filter(member=both).count() == 1

    def test_a_hidden_idea_tells_nobody(self, keeper):
        idea = make_idea(supports=1, visibility="hidden")
        move_idea(idea, "studied", by=keeper, answer=SAID)
        tell_all_rounds()
        assert told() == set()

    def test_no_step_without_an_answer(self, keeper):
        idea = make_idea()
        for answer in ("", "   ", "\u200b", "x" * 4_001):
            assert refusal_of(move_idea, idea, "studied", by=keeper, answer=answer) == "no_answer"

    def test_no_illegal_step(self, keeper):
        idea = make_idea()
        for to in ("proposed", "negotiating", "planned", "on_sale", "merged", "", "sold"):
            assert refusal_of(move_idea, idea, to, by=keeper, answer=SAID) == "illegal_move"

    def test_the_state_counts_as_it_is_now(self, keeper):
        idea = make_idea()
        old = make_idea()
        old.pk = idea.pk
        move_idea(idea, "declined", by=keeper, answer=SAID)
        assert refusal_of(move_idea, old, "declined", by=keeper, answer=SAID) == "illegal_move"

    @pytest.mark.parametrize("fields", [{"level": 3}, {"is_staff": True}])
    def test_only_by_who_answers_ideas(self, fields):
        assert refusal_of(move_idea, make_idea(), "studied", by=make_member(**fields), answer=SAID) == "forbidden"

    def test_several_at_once_and_those_that_cannot_are_named(self, keeper):
        ready, late = make_idea(), make_idea(state="on_sale")
        refused = move_ideas([ready, late], "studied", by=keeper, answer=SAID)
        ready.refresh_from_db()
        assert (ready.state, [(idea.pk, why.code) for idea, why in refused]) == (
            "studied", [(late.pk, "illegal_move")]
        )  # fmt: skip


class TestMerging:
    def test_supporters_are_the_union_and_none_counts_twice(self, keeper):
        source, target, both = make_idea(supports=2), make_idea(supports=1), make_member()
        for idea in (source, target):
            make_support(idea, both)
        step = merge_idea(source, target, by=keeper, answer=SAID)
        for idea in (source, target):
            idea.refresh_from_db()
        assert (source.supports, target.supports, step.carried, step.into) == (0, 4, 3, target)
        assert target.heat == pytest.approx(
            heat_of([target.proposed_at, *target.supported.values_list("at", flat=True)])
        )
        check_counts()

    def test_it_leads_there_for_good(self, keeper, client):
        source, target = make_idea(), make_idea(title="Un régulateur")
        merge_idea(source, target, by=keeper, answer=SAID)
        source.refresh_from_db()
        assert (source.state, source.merged_into) == ("merged", target)
        assert f'href="{target.get_absolute_url()}"' in client.get(source.get_absolute_url()).content.decode()
        assert not IndexEntry.objects.filter(kind="idea", key=str(source.pk)).exists()

    def test_what_had_joined_it_joins_the_other(self, keeper):
        first, second, third = make_idea(supports=1), make_idea(), make_idea()
        merge_idea(first, second, by=keeper, answer=SAID)
        second.refresh_from_db()
        merge_idea(second, third, by=keeper, answer=SAID)
        first.refresh_from_db()
        assert first.merged_into == third
        assert Support.objects.filter(idea=third).count() == 1

    def test_the_conversation_is_closed_and_its_followers_go_along(self, keeper):
        source, target, follower = make_idea(), make_idea(), make_member(level=1)
        write_post(thread_under(source), by=follower, text="Je la suivrai.")
        merge_idea(source, target, by=keeper, answer=SAID)
        with standstill(), pytest.raises(TalkRefused):
            write_post(thread_under(source), by=make_member(level=1), text="Trop tard.")
        there = Thread.objects.get(subject="idea", subject_id=target.pk)
        assert Reading.objects.get(thread=there, member=follower).stance == Stance.TRACKING

    def test_those_of_both_are_told(self, keeper):
        source, target, follower = make_idea(supports=1), make_idea(supports=1), make_member()
        follow_idea(source, by=follower)
        supporters = set(Support.objects.values_list("member_id", flat=True))
        merge_idea(source, target, by=keeper, answer=SAID)
        tell_all_rounds()
        assert told() == supporters | {follower.pk, source.author_id, target.author_id}

    def test_into_itself(self, keeper):
        idea = make_idea()
        assert refusal_of(merge_idea, idea, idea, by=keeper, answer=SAID) == "merge_itself"

    def test_in_a_circle(self, keeper):
        source, target = make_idea(), make_idea()
        merge_idea(source, target, by=keeper, answer=SAID)
        assert refusal_of(merge_idea, target, source, by=keeper, answer=SAID) == "merge_circle"
        assert refusal_of(merge_idea, make_idea(), source, by=keeper, answer=SAID) == "merge_merged"

    @pytest.mark.parametrize("state", ["planned", "on_sale", "declined"])
    def test_not_when_it_has_gone_too_far(self, keeper, state):
        assert refusal_of(merge_idea, make_idea(state=state), make_idea(), by=keeper, answer=SAID) == "illegal_move"

    def test_only_by_who_answers_ideas(self):
        ideas = make_idea(), make_idea()
        assert refusal_of(merge_idea, *ideas, by=make_member(), answer=SAID) == "forbidden"

    def test_who_supported_what_was_merged_may_withdraw_there(self, keeper):
        source, target, member = make_idea(), make_idea(), make_member()
        support_idea(source, by=member)
        merge_idea(source, target, by=keeper, answer=SAID)
        assert refusal_of(support_idea, source, by=make_member()) == "ended"
        with standstill():
            support_idea(target, by=member)  # it is there already


class TestPoints:
    def test_the_author_of_what_is_planned_has_them_once(self, keeper):
        idea = make_idea(state=IdeaState.NEGOTIATING)
        for _ in range(2):
            move_idea(idea, IdeaState.PLANNED, by=keeper, answer=SAID)
            Idea.objects.filter(pk=idea.pk).update(state=IdeaState.NEGOTIATING)
        assert balance_of(idea.author_id) == 100

    def test_none_for_who_plans_their_own(self, keeper):
        idea = make_idea(state=IdeaState.NEGOTIATING, author=keeper)
        move_idea(idea, IdeaState.PLANNED, by=keeper, answer=SAID)
        assert balance_of(keeper.pk) == 0
