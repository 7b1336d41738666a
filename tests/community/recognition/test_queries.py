"""What pages show: the ledger's page, what is worn, and leaderboards with ties, page by page."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from community.members.mine import mine_of
from community.recognition import queries
from community.recognition.actions import award, reverse_award
from community.recognition.actions.choices import keep_points
from community.recognition.badges import all_badges
from community.recognition.models import Distinction, Total
from community.recognition.queries import MOST_WORN, Rank, badges_for, board_of, ledger_of, worn_by
from community.universes.models import Universe
from tests.community.recognition.conftest import HELPED, WON, switch_off
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def scored(points, season="", universe=None, **fields):
    member = make_member(**fields)
    Total.objects.create(member=member, points=points, season=season, universe=universe)
    return member


class TestLeaderboards:
    def board(self, **fields):
        board = board_of("", None, NOBODY, **fields)
        return [(row.rank, row.points) for row in board.rows], board.after

    def test_ties_share_a_rank_and_the_next_one_is_after_all_of_them(self):
        for points in (10, 30, 20, 30, 20, 20, 5):
            scored(points)
        rows, after = self.board()
        assert rows == [(1, 30), (1, 30), (3, 20), (3, 20), (3, 20), (6, 10), (7, 5)]
        assert after is None

    @pytest.mark.parametrize("length", [1, 2, 3, 4])
    def test_page_by_page_it_is_the_same(self, monkeypatch, length):
        for points in (10, 30, 20, 30, 20, 20, 5):
            scored(points)
        whole, _after = self.board()
        monkeypatch.setattr(queries, "PAGE_LENGTH", length)
        leafed, after = self.board()
        while after:
            more, after = self.board(after=Rank.read(str(after)))
            leafed += more
        assert leafed == whole

    def test_who_is_not_on_it(self):
        scored(0)
        scored(-5)
        scored(50, is_active=False)
        keep_points(scored(40))
        seen = scored(30)
        assert [row.person.handle for row in board_of("", None, NOBODY).rows] == [seen.handle]

    def test_each_season_and_universe_by_itself(self):
        universe = Universe.objects.create(slug="qlock", name="Qlock")
        scored(10)
        scored(20, "2026-4")
        scored(30, universe=universe)
        scored(40, "2026-4", universe)
        boards = [("", None), ("2026-4", None), ("", universe), ("2026-4", universe), ("2026-3", None)]
        assert [[row.points for row in board_of(*each, NOBODY).rows] for each in boards] == [[10], [20], [30], [40], []]

    def test_where_one_stands(self):
        for points in (30, 20):
            scored(points)
        me = scored(20)
        own = board_of("", None, me).own
        assert (own.rank, own.points, own.is_self) == (2, 20, True)
        keep_points(me)
        assert board_of("", None, me).own is None

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_queries_are_as_many(self, number, django_assert_num_queries):
        for _ in range(number):
            me = scored(10)
        with django_assert_num_queries(4):
            board = board_of("", None, me, Rank(11, 0))
        assert len(board.rows) == number
        with django_assert_num_queries(1):
            board_of("", None, NOBODY)

    @pytest.mark.parametrize("text", ["", "10", "10-", "-1-2", "10-2-3", "١-2", "1" * 10 + "-1"])
    def test_what_is_no_place(self, text):
        assert Rank.read(text) is None


class TestTheLedger:
    def test_lines_say_what_when_and_why(self, member):
        for number in range(3):
            award(member.pk, HELPED, f"post:{number}")
        reverse_award(member.pk, HELPED, "post:0")
        ledger = ledger_of(member)
        assert (ledger.balance, ledger.level.name) == (15, "Vis")
        said = [(line.points, line.label, line.url, line.is_reversal, line.is_capped) for line in ledger.lines]
        assert said == [
            (-10, "Tu as aidé", "/post:0/", True, False),
            (5, "Tu as aidé", "/post:2/", False, True),
            (10, "Tu as aidé", "/post:1/", False, False),
            (10, "Tu as aidé", "/post:0/", False, False),
        ]

    def test_page_by_page(self, member, monkeypatch):
        monkeypatch.setattr(queries, "PAGE_LENGTH", 2)
        for number in range(3):
            award(member.pk, WON, f"post:{number}")
        first = ledger_of(member)
        second = ledger_of(member, first.after)
        assert [len(first.lines), len(second.lines), second.after] == [2, 1, None]

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_queries_are_as_many(self, member, number, django_assert_num_queries):
        for each in range(number):
            award(member.pk, WON, f"post:{each}")
        with django_assert_num_queries(3):
            ledger_of(member)

    def test_the_page_of_all_ones_own_has_it(self, member):
        award(member.pk, HELPED, "post:1")
        mine = next(kind for kind in mine_of(member) if kind.name == "points")
        assert (mine.count, mine.url, mine.lines[0].note) == (1, "/moi/points/", "+10 points")

    def test_a_house_without_points_does_not_even_name_them(self, member):
        award(member.pk, HELPED, "post:1")
        switch_off("points")
        assert "points" not in {kind.name for kind in mine_of(member)}


class TestWhatIsWorn:
    @pytest.fixture
    def decorated(self):
        member = make_member()
        award(member.pk, WON, "post:1")
        for number, badge in enumerate(all_badges()[: MOST_WORN + 1]):
            Distinction.objects.create(member=member, badge=badge.slug, at=datetime(2026, 1, 1 + number, tzinfo=UTC))
        return member

    def worn(self, member):
        return [
            (each.points, each.level and each.level.name, len(each.badges), each.more) for each in worn_by(member.pk)
        ]

    def test_points_level_and_the_latest_badges(self, decorated, django_assert_num_queries):
        with django_assert_num_queries(1):
            worn = worn_by(decorated.pk)
        assert self.worn(decorated) == [(100, "Pignon", MOST_WORN, 1)]
        assert worn[0].badges[0] == all_badges()[MOST_WORN]

    def test_nothing_is_nothing(self, member):
        assert worn_by(member.pk) == []

    @pytest.mark.parametrize(
        ("off", "left"),
        [
            (["points"], [(None, "Pignon", MOST_WORN, 1)]),
            (["levels"], [(100, None, MOST_WORN, 1)]),
            (["badges"], [(100, "Pignon", 0, 0)]),
            (["points", "levels", "badges"], []),
        ],
    )
    def test_what_is_off_is_not_worn(self, decorated, off, left):
        switch_off(*off)
        assert self.worn(decorated) == left

    def test_who_keeps_their_points_wears_only_badges(self, decorated):
        keep_points(decorated)
        assert self.worn(decorated) == [(None, None, MOST_WORN, 1)]

    def test_a_badge_whose_part_is_gone_is_not_shown(self, member):
        Distinction.objects.create(member=member, badge="disparue")
        assert worn_by(member.pk) == []


@pytest.mark.parametrize("number", [1, 3])
def test_who_has_a_badge_is_counted_in_two_queries(number, django_assert_num_queries):
    slug = all_badges()[0].slug
    for _ in range(number):
        member = make_member()
        Distinction.objects.create(member=member, badge=slug)
    Distinction.objects.create(member=make_member(is_active=False), badge=slug)
    with django_assert_num_queries(2):
        shown = badges_for(member)
    assert (shown[0].holders, shown[0].since is not None, shown[1].holders) == (number, True, 0)
