import pytest
from django.utils.translation import override

from community.discussions.telling import KINDS
from community.notices.kinds import Told
from realtime import clock


@pytest.mark.parametrize("language", ["fr", "de", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_notice_says_one_and_several_in_the_language_being_spoken(kind, language):
    def said(count, actor="anna"):
        return kind.sentence(Told(1, kind.name, "", actor, {"title": "La gare", "post": 1}, count, clock.now(), False))

    with override(language):
        assert "La gare" in said(1)
        assert "@anna" in said(1)
        assert said(1) != said(3)
        assert "@" not in said(1, actor="")


def test_each_language_says_it_its_own_way():
    for kind in KINDS:
        told = Told(1, kind.name, "", "anna", {"title": "La gare", "post": 1}, 1, clock.now(), False)
        sentences = set()
        for language in ("fr", "de", "en"):
            with override(language):
                sentences.add(kind.sentence(told))
        assert len(sentences) == 3
