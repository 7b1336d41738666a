"""The addresses of a ballot: what each person sees, the plain forms, and what they cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from ideas.ballots.actions.votes import cast_vote
from ideas.ballots.forms import filled_in
from ideas.ballots.models import Ballot, Method, Option, Participation, Vote
from ideas.ballots.places import register_places, unregister_places
from ideas.ballots.queries import ballot_for, waiting_for
from ideas.ballots.rules import VoteRefused, check_choice
from ideas.ballots.secrecy import in_order_for
from realtime import clock
from tests.factories.ballots import close_ballot, make_ballot, make_sealed, make_voters, options_of, seal
from tests.factories.pictures import make_row
from tests.ideas.ballots.conftest import check_counts, standstill
from tests.ideas.ballots.test_verify_tally import PROGRAM

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_voters(1)[0]


@pytest.fixture
def signed(client, member):
    client.force_login(member)
    return client


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def said(client, address, form=None):
    """The sentence that a form is answered with."""
    response = client.post(address, form or {}, follow=True)
    assert response.redirect_chain[-1][1] == 302
    return [str(message) for message in response.context["messages"]]


class TestThePage:
    def test_to_a_visitor(self, client):
        page = page_of(client, make_ballot(quorum_percent=40).get_absolute_url())
        assert "Se connecter pour voter" in page
        assert "Quorum" in page
        assert 'name="choice"' not in page

    def test_to_a_member_on_the_roll(self, signed, member):
        ballot = make_ballot()
        page = page_of(signed, ballot.get_absolute_url())
        assert page.count('name="choice"') == 3
        assert "Retirer mon papier" not in page
        [vote] = cast_vote(ballot, by=member, choice=options_of(ballot)[1])
        page = page_of(signed, ballot.get_absolute_url())
        assert vote.receipt in page
        assert "Retirer mon papier" in page
        assert re.search(rf'value="{options_of(ballot)[1]}"[^>]* checked', page)

    def test_to_who_is_not_on_the_roll(self, client):
        ballot = make_ballot()
        client.force_login(make_voters(1, date_joined=clock.now())[0])
        assert "Tu n’es pas sur la liste" in page_of(client, ballot.get_absolute_url())

    def test_what_a_member_sees_is_stored_nowhere(self, signed):
        response = signed.get(make_ballot().get_absolute_url())
        assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))

    def test_before_the_opening(self, signed):
        ballot = make_ballot(opens_at=clock.now() + timedelta(days=1))
        page = page_of(signed, ballot.get_absolute_url())
        assert "Ouverture le" in page
        assert "Acier" in page
        assert "<form" not in page.split("<main")[1].split("</main>")[0]

    def test_words_of_an_editor_stay_words(self, client):
        nasty = "<script>alert(1)</script>"
        ballot = make_ballot(question=nasty, text=nasty, options=(nasty, "Autre"))
        Option.objects.update(text=nasty)
        assert nasty not in page_of(client, ballot.get_absolute_url())

    def test_pictures_of_options(self, client, member):
        ballot = make_ballot()
        ballot.options.update(picture=make_row(member, is_used=True), picture_alt="Une boîte")
        assert page_of(client, ballot.get_absolute_url()).count('alt="Une boîte"') == 3

    def test_a_draft_is_for_those_who_organise(self, client, admin_of):
        draft = make_ballot(published_at=None)
        for address in (draft.get_absolute_url(), f"{draft.get_absolute_url()}voix/", f"/api/v1/ballots/{draft.pk}/"):
            assert client.get(address).status_code == 404
        client.force_login(admin_of)
        assert "noindex" in page_of(client, draft.get_absolute_url())

    @pytest.mark.parametrize("number", ["0", "99999", "9" * 30])
    def test_what_is_not_there(self, client, number):
        assert client.get(f"/scrutins/{number}/").status_code == 404

    def test_whoever_looks_after_the_close_seals_it(self, signed, member):
        ballot = make_ballot()
        [vote] = cast_vote(ballot, by=member, choice=options_of(ballot)[0])
        close_ballot(ballot)
        page = page_of(signed, ballot.get_absolute_url())
        ballot.refresh_from_db()
        assert ballot.is_sealed
        assert "Tu as pris part" in page
        assert ballot.digest in page
        assert vote.receipt not in page

    def test_who_did_not_take_part_is_told(self, signed):
        assert "Tu n’as pas pris part" in page_of(signed, seal(make_ballot()).get_absolute_url())

    @pytest.mark.parametrize("method", list(Method))
    def test_a_result_step_by_step_with_its_table(self, client, method):
        ballot = make_sealed(method, voters=6)
        page = page_of(client, ballot.get_absolute_url())
        rounds = ballot.outcome["rounds"]
        assert page.count('class="count__bars"') == len(rounds)
        assert page.count("<tbody>") == 1
        winner = Option.objects.get(pk=ballot.outcome["winners"][0]).label
        assert f">{winner}</strong>" in page

    def test_a_quorum_that_was_missed(self, client, member):
        ballot = make_ballot(quorum_percent=100)
        make_voters(1)
        Ballot.objects.filter(pk=ballot.pk).update(eligible=2)
        cast_vote(ballot, by=member, choice=options_of(ballot)[0])
        assert "Le quorum n’est pas atteint" in page_of(client, seal(ballot).get_absolute_url())

    def test_nobody_voted(self, client):
        assert "Personne n’a voté" in page_of(client, seal(make_ballot()).get_absolute_url())

    def test_a_part_can_give_it_another_page(self, signed, member):
        ballot = make_ballot()
        register_places("stages", lambda ballots: dict.fromkeys(ballots, "/creations/jura/2/"))
        try:
            assert signed.get(ballot.get_absolute_url())["Location"] == "/creations/jura/2/"
            answer = signed.post(ballot.get_absolute_url() + "voix/", {"choice": options_of(ballot)[0]})
            assert answer["Location"] == "/creations/jura/2/#mon-papier"
            assert waiting_for(make_voters(1)[0]) == ()
        finally:
            unregister_places("stages")


FILLED = {
    Method.SINGLE: lambda options: ({"choice": options[1]}, options[1]),
    Method.APPROVAL: lambda options: ({"choice": [options[2], options[0]]}, [options[0], options[2]]),
    Method.SCORE: lambda options: ({f"score-{options[0]}": "5", f"score-{options[1]}": ""}, [5, None, None]),
    Method.RANKED: lambda options: (
        {f"rank-{options[2]}": "1", f"rank-{options[0]}": "2", f"rank-{options[1]}": ""},
        [options[2], options[0]],
    ),
}
NONSENSE = {
    Method.SINGLE: [{}, {"choice": ""}, {"choice": "x"}, {"choice": "0"}, {"choice": "9" * 40}],
    Method.APPROVAL: [{}, {"choice": ["x"]}, {"choice": ["0"]}],
    Method.SCORE: [{}, {"score-{}": "6"}, {"score-{}": "-1"}, {"score-{}": "2.5"}, {"score-0": "3"}, {"score-x": "3"}],
    Method.RANKED: [{}, {"rank-{}": "2"}, {"rank-{}": "0"}, {"rank-{}": "x"}, {"rank-0": "1"}],
}


class TestThePlainForm:
    @pytest.mark.parametrize("method", list(Method))
    def test_a_paper_by_each_method(self, signed, method):
        ballot = make_ballot(method=method)
        form, choice = FILLED[method](options_of(ballot))
        [sentence] = said(signed, f"/scrutins/{ballot.pk}/voix/", form)
        assert "C’est compté" in sentence
        assert Vote.objects.get().choice == choice

    @pytest.mark.parametrize(
        ("method", "form"), [(method, form) for method, forms in NONSENSE.items() for form in forms], ids=str
    )
    def test_nonsense_is_refused_by_its_rule(self, method, form):
        typed = QueryDict(mutable=True)
        for name, value in form.items():
            typed.setlist(name.format(3), value if isinstance(value, list) else [value])
        with pytest.raises(VoteRefused):
            check_choice(method, [3, 5, 8], filled_in(typed, method, [3, 5, 8]).choice)

    @pytest.mark.parametrize("ranks", [(1, 1), (1, 3)])
    def test_ranks_with_holes_or_doubles(self, signed, ranks):
        ballot = make_ballot(method=Method.RANKED)
        form = {f"rank-{option}": rank for option, rank in zip(options_of(ballot), ranks, strict=False)}
        with standstill():
            assert "sans trou ni ex æquo" in said(signed, f"/scrutins/{ballot.pk}/voix/", form)[0]

    def test_taking_it_back(self, signed, member):
        ballot = make_ballot()
        cast_vote(ballot, by=member, choice=options_of(ballot)[0])
        assert "retiré" in said(signed, f"/scrutins/{ballot.pk}/voix/", {"withdraw": "1"})[0]
        check_counts(ballot)
        assert signed.delete(f"/scrutins/{ballot.pk}/voix/").status_code == 302  # refused, in words
        assert not Vote.objects.exists()

    def test_after_the_close(self, signed):
        ballot = make_ballot()
        form, _choice = FILLED[Method.SINGLE](options_of(ballot))
        close_ballot(ballot)
        assert "Ce scrutin est clos" in said(signed, f"/scrutins/{ballot.pk}/voix/", form)[0]
        assert not Participation.objects.exists()

    def test_a_visitor_signs_in_first(self, client):
        ballot = make_ballot()
        with standstill():
            answer = client.post(f"/scrutins/{ballot.pk}/voix/", {"choice": options_of(ballot)[0]})
        assert answer["Location"].startswith("/comptes/login/?next=")

    def test_no_forged_form(self, member):
        from django.test import Client

        strict = Client(enforce_csrf_checks=True)
        strict.force_login(member)
        ballot = make_ballot()
        with standstill():
            assert strict.post(f"/scrutins/{ballot.pk}/voix/", {"choice": options_of(ballot)[0]}).status_code == 403

    def test_its_parts_for_the_script(self, signed):
        ballot = make_ballot()
        parts = signed.get(f"/scrutins/{ballot.pk}/voix/", headers={"HX-Request": "true"}).content.decode()
        assert re.findall(r'id="([\w-]+)" data-part', parts) == ["participation", "mon-papier", "resultat"]
        assert signed.get(f"/scrutins/{ballot.pk}/voix/")["Location"] == f"/scrutins/{ballot.pk}/#mon-papier"


class TestTheFile:
    def test_the_bytes_that_were_hashed(self, client):
        from hashlib import sha256

        ballot = make_sealed()
        answer = client.get(f"/scrutins/{ballot.pk}/tally.json")
        assert sha256(answer.content).hexdigest() == ballot.digest
        assert answer["Content-Type"] == "application/json"

    def test_the_program_that_checks_it(self, client):
        answer = client.get("/scrutins/verify_tally.py")
        assert b"".join(answer.streaming_content) == PROGRAM.read_bytes()

    def test_not_before_the_sealing(self, client):
        assert client.get(f"/scrutins/{make_ballot().pk}/tally.json").status_code == 404


class TestTheOrderOfOptions:
    def test_it_is_stable_for_a_member_and_another_for_others(self):
        pairs = [(number, number) for number in range(20)]
        mine = in_order_for(1, 7, pairs)
        assert mine == in_order_for(1, 7, reversed(pairs))
        assert mine != in_order_for(2, 7, pairs)
        assert mine != in_order_for(1, 8, pairs)

    def test_every_place_is_as_likely(self):
        firsts = [in_order_for(member, 7, [(number, number) for number in range(4)])[0] for member in range(4000)]
        assert all(850 < firsts.count(number) < 1150 for number in range(4))

    def test_the_tally_keeps_its_own(self, member):
        ballot = make_ballot(options=[f"Option {number}" for number in range(9)])
        shown = [option.pk for option in ballot_for(member, ballot, clock.now()).options]
        assert sorted(shown) == options_of(ballot)
        assert shown != options_of(ballot)


class TestCost:
    """A page costs the same however many voted."""

    def cost(self, viewer, ballot):
        with CaptureQueriesContext(connection) as queries:
            ballot_for(viewer, ballot, clock.now())
        return len(queries)

    def test_one_ballot(self, member):
        others = make_voters(3)
        ballot = make_ballot()
        cast_vote(ballot, by=member, choice=options_of(ballot)[0])
        assert (self.cost(None, ballot), self.cost(member, ballot)) == (1, 3)
        for other in others:
            cast_vote(ballot, by=other, choice=options_of(ballot)[0])
        assert (self.cost(None, ballot), self.cost(member, ballot)) == (1, 3)
        ballot = seal(ballot)
        assert (self.cost(None, ballot), self.cost(member, ballot)) == (2, 4)

    def test_what_waits(self, member, django_assert_num_queries):
        make_ballot()
        with django_assert_num_queries(2):
            assert len(waiting_for(member)) == 1
        late, voted = make_ballot(closes_at=clock.now() + timedelta(hours=2)), make_ballot()
        make_ballot(closes_at=clock.now() + timedelta(days=1))
        cast_vote(voted, by=member, choice=options_of(voted)[0])
        make_ballot(opens_at=clock.now() + timedelta(hours=1))
        make_sealed(voters=0)
        with django_assert_num_queries(2):
            found = waiting_for(member)
        assert len(found) == 3
        assert found[0].pk == late.pk
        with django_assert_num_queries(0):
            assert waiting_for(None) == ()
