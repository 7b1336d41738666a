"""The pages: marks in the gallery and on an entry, with and without script, the result, the jury's bench, the house."""

import json

import pytest
from django.urls import reverse

from challenges.juries.actions.panel import judge_entry
from challenges.juries.actions.votes import mark_entry
from challenges.juries.models import Judging, Juror, JuryRound, Mark, Note, Published, Vote
from challenges.juries.queries import desk_for, markings_for, progress_of, result_view, winners_of
from challenges.juries.replay import holds
from challenges.qdefis.models import Entry, EntryState, VoteMethod
from realtime import clock
from tests.challenges.juries.actions.test_panel import make_jury, settle
from tests.challenges.juries.conftest import standstill
from tests.factories.juries import entries_of, make_judging, make_voters
from tests.factories.members import make_member
from tests.factories.qdefis import make_qdefi

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def member(client):
    member = make_voters(1)[0]
    client.force_login(member)
    return member


def page_of(client, judging):
    return client.get(judging.qdefi.get_absolute_url()).content.decode()


def vote_url(entry):
    return reverse("juries:vote", args=[entry.qdefi.slug, entry.code])


class TestVoting:
    def test_a_form_without_script(self, client, member):
        judging = make_judging()
        entry, url = entries_of(judging)[0], judging.qdefi.get_absolute_url()
        assert page_of(client, judging).count('class="vote"') == 3
        answer = client.post(vote_url(entry), {"mark": "1", "back": url})
        assert answer["Location"] == f"{url}#voix-{entry.code}"
        assert Vote.objects.get().choice == {str(entry.pk): 1}
        assert "Ma voix y est" in page_of(client, judging)
        client.post(vote_url(entry), {"withdraw": "1", "back": "https://elsewhere.example/"})
        assert not Vote.objects.exists()

    def test_a_script_gets_the_part_that_the_page_includes(self, client, member):
        judging = make_judging(vote_method=VoteMethod.STARS)
        entry = entries_of(judging)[0]
        answer = client.post(vote_url(entry), {"mark": "4"}, headers=SCRIPT)
        assert answer.content.decode().count("vote__star--lit") == 4
        with standstill():
            refused = client.post(vote_url(entry), {"mark": "6"}, headers=SCRIPT)
        assert (refused.status_code, refused["Content-Type"]) == (400, "text/plain; charset=utf-8")

    def test_what_is_withdrawn_is_refused_by_its_rule(self, client, member):
        judging = make_judging()
        first, second, _ = entries_of(judging)
        Entry.objects.filter(pk=first.pk).update(state=EntryState.WITHDRAWN)
        Entry.objects.filter(pk=second.pk).update(author=member)
        with standstill():
            assert client.post(vote_url(first), {"mark": "1"}, headers=SCRIPT).status_code == 409
            assert client.post(vote_url(second), {"mark": "1"}, headers=SCRIPT).status_code == 403

    def test_ones_own_entry_has_no_button(self, client, member):
        judging = make_judging(opened=False)
        Entry.objects.filter(pk=entries_of(judging)[0].pk).update(author=member)
        assert page_of(client, judging).count('class="vote"') == 2

    def test_a_visitor_is_sent_to_sign_in_and_back(self, client):
        judging = make_judging()
        entry = entries_of(judging)[0]
        assert 'class="vote"' not in page_of(client, judging)
        with standstill():
            assert "/comptes/login/" in client.post(vote_url(entry), {"mark": "1"})["Location"]

    def test_nobody_reads_a_mark_of_somebody_else(self, client, member):
        judging = make_judging(vote_method=VoteMethod.STARS)
        mark_entry(entries_of(judging)[0], by=member, mark=5)
        client.logout()
        page = page_of(client, judging)
        assert "data-voted>1<" in page
        assert "vote__star--lit" not in page
        answer = client.get(reverse("api:qdefi_result", args=[judging.qdefi.slug])).json()
        assert answer["voted"] == 1
        assert answer.keys() == {"community_weight", "vote_method", "eligible", "voted"}


class TestOrder:
    def test_each_member_reads_the_same_ring_from_a_start_of_their_own(self, client):
        members = make_voters(3)
        judging = make_judging(entries=3)
        ring = list(judging.ring.order_by("n").values_list("entry__code", flat=True))
        seen = []
        for member in members:
            client.force_login(member)
            page = page_of(client, judging)
            order = sorted(ring, key=lambda code: page.index(f"voix-{code}"))
            assert order in [ring[n:] + ring[:n] for n in range(3)]
            assert page_of(client, judging).index(f"voix-{order[0]}") < page.index(f"voix-{order[1]}")
            seen.append(order[0])
        assert sorted(seen) == sorted(ring)

    def test_pages_follow_each_other_around_the_ring(self, client, member):
        judging = make_judging(entries=26)
        url = judging.qdefi.get_absolute_url()
        first = client.get(url).context["gallery"]
        second = client.get(url, {"suite": first.cursor}).context["gallery"]
        codes = [card.code for card in (*first.cards, *second.cards)]
        assert (len(first.cards), len(second.cards), second.cursor) == (24, 2, "")
        assert len(set(codes)) == 26

    def test_what_is_hidden_is_passed_over_and_nothing_else_moves(self, client, member):
        judging = make_judging(entries=5)
        before = [card.code for card in client.get(judging.qdefi.get_absolute_url()).context["gallery"].cards]
        Entry.objects.filter(code=before[2]).update(state=EntryState.HIDDEN)
        after = [card.code for card in client.get(judging.qdefi.get_absolute_url()).context["gallery"].cards]
        assert after == before[:2] + before[3:]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_are_as_many_whatever_the_rows(rows, django_assert_num_queries):
    [voter] = make_voters(1)
    judging = make_judging(entries=rows)
    numbers = [entry.pk for entry in entries_of(judging)]
    with django_assert_num_queries(5):
        assert len(markings_for(voter, judging, numbers, clock.now())) == rows
    judging, members, jurors = make_jury(entries=rows)
    with django_assert_num_queries(5):
        assert len(progress_of(judging)) == 1
    with django_assert_num_queries(14):
        assert len(desk_for(judging, jurors[0], 0, 0, 24).cases) == rows
    for entry in entries_of(judging):
        for each in members:
            judge_entry(entry, by=each, mark=4)
    judging = settle(judging)
    with django_assert_num_queries(3):
        assert len(result_view(judging, voter).rows) == rows


class TestResult:
    def test_the_page_has_podium_plot_table_and_the_file(self, client):
        judging, members, _ = make_jury()
        first, second, _third = entries_of(judging)
        for each in members:
            judge_entry(first, by=each, mark=5)
            judge_entry(second, by=each, mark=3)
        judging = settle(judging)
        page = page_of(client, judging)
        assert page.count('class="podium__step ') == 2
        assert judging.digest in page
        content = client.get(reverse("juries:result", args=[judging.qdefi.slug]))
        assert (content["Content-Type"], content["ETag"]) == ("application/json", f'"{judging.digest}"')
        assert json.loads(content.content)["winners"] == [first.code]
        program = client.get(reverse("juries:verifier"))
        assert b"Count a Qd" in b"".join(program.streaming_content)
        assert winners_of(judging) == [first]
        assert "Rang 1" in client.get(first.get_absolute_url()).content.decode()
        assert client.get(reverse("api:qdefi_result", args=[judging.qdefi.slug])).json()["winners"] == [first.code]

    def test_nobody_wins(self, client):
        judging = settle(make_jury()[0])
        assert "Personne ne gagne" in page_of(client, judging)

    def test_before_there_is_one(self, client):
        judging = make_judging()
        assert client.get(reverse("juries:result", args=[judging.qdefi.slug])).status_code == 404
        early = make_qdefi("entries")
        assert client.get(reverse("api:qdefi_result", args=[early.slug])).status_code == 404

    def test_a_replay_sees_what_was_written_over(self):
        judging = settle(make_jury()[0])
        assert holds(judging) is True
        Published.objects.update(text=Published.objects.get().text.replace('"winners":[]', '"winners":["x"]'))
        assert holds(judging) is False


class TestBench:
    def test_a_juror_marks_notes_and_steps_back(self, client):
        judging, (one, _), _ = make_jury()
        client.force_login(one)
        first, second, _third = entries_of(judging)
        desk = reverse("juries:jury", args=[judging.qdefi.slug])
        url = reverse("juries:judge", args=[judging.qdefi.slug, first.code])
        assert client.get(desk).content.decode().count('class="bench__case"') == 3
        client.post(url, {"mark": "4", "back": desk})
        client.post(url, {"do": "note", "note": "La lumière.", "back": desk})
        client.post(reverse("juries:judge", args=[judging.qdefi.slug, second.code]), {"do": "conflict"})
        page = client.get(desk).content.decode()
        assert "La lumière." in page
        assert "Tu t’es récusé" in page
        assert Mark.objects.get().mark == 4
        assert Note.objects.get().juror.member == one

    def test_for_others_there_is_no_desk(self, client, member):
        judging = make_jury()[0]
        assert client.get(reverse("juries:jury", args=[judging.qdefi.slug])).status_code == 404
        entry = entries_of(judging)[0]
        url = reverse("juries:judge", args=[judging.qdefi.slug, entry.code])
        with standstill():
            assert client.post(url, {"mark": "4"}, headers=SCRIPT).status_code == 403


class TestHouse:
    @pytest.fixture
    def leader(self, client):
        leader = make_member(is_staff=True, is_superuser=True)
        client.force_login(leader)
        return leader

    def test_it_writes_names_replaces_and_closes(self, client, leader):
        one, other = make_voters(2)
        qdefi = make_qdefi("announced", community_weight=0)
        url = reverse("jury_desk", args=[qdefi.pk])
        client.post(url, {"do": "rules", "min_account_days": "7", "shortlist": "1"})
        assert Judging.objects.get().shortlist == 1
        client.post(url, {"do": "juror", "handle": one.handle})
        client.post(url, {"do": "juror", "handle": other.handle, "instead": Juror.objects.get().pk})
        assert list(Juror.objects.sitting().values_list("member_id", flat=True)) == [other.pk]
        page = client.get(url).content.decode()
        assert f"remplacé par {other.handle}" in page
        assert "Aucun membre" in client.post(url, {"do": "juror", "handle": "personne"}).content.decode()

    def test_it_closes_a_round(self, client, leader):
        judging, members, _ = make_jury(shortlist=1)
        url = reverse("jury_desk", args=[judging.pk])
        client.post(url, {"do": "close"})
        assert JuryRound.objects.count() == 1
        for each in members:
            judge_entry(entries_of(judging)[0], by=each, mark=1)
        client.post(url, {"do": "close"})
        assert JuryRound.objects.count() == 2

    def test_the_replay_is_on_the_desk(self, client, leader):
        judging = settle(make_jury()[0])
        assert "octet par octet" in client.get(reverse("jury_desk", args=[judging.pk])).content.decode()

    def test_for_others_it_does_not_exist(self, client):
        client.force_login(make_member(is_staff=True))
        url = reverse("jury_desk", args=[make_qdefi("announced").pk])
        assert client.get(url).status_code in (302, 404)
        assert client.post(url, {"do": "rules", "min_account_days": "1", "shortlist": "1"}).status_code in (302, 404)
        assert not Judging.objects.exists()
