"""The demo's creations: ballots of every kind, sealed by the real actions, and a tally that a stranger can recount."""

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from community.discussions.models import Thread
from community.members.models import Member
from community.notices.models import Notice, Round
from ideas.ballots.models import Ballot, BallotKey
from ideas.ballots.queries import tally_bytes, waiting_for
from ideas.box.demo import make_demo_ideas
from ideas.creations.demo import make_demo_creations
from ideas.creations.models import Creation, Phase
from ideas.creations.queries import credits_of
from realtime import clock
from tests.guards.tree import ROOT

pytestmark = pytest.mark.django_db


def test_one_is_finished_and_one_in_its_second_stage(settings, tmp_path):
    settings.DEMO = True
    now = clock.now()
    make_demo_ideas(now)
    make_demo_creations(now)
    finished, running = Creation.objects.order_by("published_at")
    assert {stage.ballot.method for stage in finished.stages.all()} == {"single", "approval", "score", "ranked"}
    assert [stage.phase(now) for stage in finished.stages.all()] == [Phase.DECIDED] * 4
    assert [stage.phase(now) for stage in running.stages.all()] == [Phase.DECIDED, Phase.OPEN, Phase.PLANNED]
    assert finished.idea.author
    assert running.idea
    sealed = Ballot.objects.filter(sealed_at__isnull=False)
    assert BallotKey.objects.count() == Ballot.objects.count() - sealed.count() == 1
    for ballot in sealed:
        file = tmp_path / f"{ballot.pk}.json"
        file.write_bytes(tally_bytes(ballot))
        verify = [sys.executable, "-I", str(ROOT / "docs" / "verify_tally.py"), str(file), ballot.digest]
        assert subprocess.run(verify, capture_output=True, check=False, timeout=30).returncode == 0
    talk = Thread.objects.filter(subject="stage").order_by("subject_id")
    assert [thread.shown for thread in talk] == [3, 3, 3, 2]
    assert all(post.at <= now for thread in talk for post in thread.posts.all())
    friend = Member.objects.get(handle="loutre-de-fleurier")
    assert [each.question for each in waiting_for(friend)] == [running.stages.get(n=2).ballot.question]
    assert len(credits_of(finished, friend).people) > 10
    assert not Notice.objects.exists()
    assert not Round.objects.exists()
    rows = Ballot.objects.count()
    make_demo_creations(now)
    assert (Creation.objects.count(), Ballot.objects.count()) == (2, rows)


def test_it_refuses_outside_a_demo_house():
    with pytest.raises(ImproperlyConfigured):
        make_demo_creations(clock.now())
    assert not Creation.objects.exists()
