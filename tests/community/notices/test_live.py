"""The topic `me`, held against docs/protocol.md."""

import re
from pathlib import Path

import pytest

from community.notices import live
from community.notices.actions import mark_read, tell
from community.notices.live import MeTopic, register_part
from realtime.models import Event
from realtime.topics import Viewer, find
from tests.factories.members import make_member

PAGE = (Path(__file__).parents[3] / "docs" / "protocol.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.usefixtures("spoken")


def test_the_wire_knows_it():
    assert isinstance(find("me")[0], MeTopic)


def test_a_part_has_its_own_key():
    with pytest.raises(ValueError, match="unread"):
        register_part("unread", len)
    with pytest.raises(ValueError, match="claims"):
        register_part("claims", len)


@pytest.mark.django_db
class TestMe:
    def test_it_is_for_members(self):
        topic, member = MeTopic(), make_member()
        assert (topic.name_for(Viewer(), ""), topic.may_listen(Viewer(), "")) == (None, "login_required")
        assert (topic.name_for(Viewer(member), ""), topic.may_listen(Viewer(member), "")) == (f"me:{member.pk}", None)

    def test_it_starts_with_the_number_and_with_what_parts_add(self, monkeypatch):
        member = make_member()
        monkeypatch.setattr(live, "_parts", {"essai": lambda viewer: [viewer.member.pk]})
        tell("essai", [member.pk], key="1")
        assert MeTopic().snapshot(Viewer(member), "") == {"unread": 1, "essai": [member.pk]}

    def test_its_snapshot_has_the_shape_of_the_page(self):
        promised = re.search(r"for `me`: `\{([^`]+)\}`", PAGE).group(1)
        assert MeTopic().snapshot(Viewer(make_member()), "").keys() == set(re.findall(r'"(\w+)":', promised))

    def test_the_steps_have_the_shape_of_the_page_and_lead_to_the_fresh_snapshot(self):
        member = make_member()
        for key in ("1", "1", "2"):
            tell("essai", [member.pk], key=key)
        promised = re.search(r"`notice.added` in `me`: `\{([^`]+)\}`", PAGE).group(1)
        steps = list(Event.objects.filter(topic=f"me:{member.pk}").order_by("seq"))
        assert {step.kind for step in steps} == {"notice.added"}
        assert all(step.data.keys() == set(re.findall(r'"(\w+)"', promised)) for step in steps)
        assert steps[-1].data["unread"] == MeTopic().snapshot(Viewer(member), "")["unread"] == 2
        mark_read(member)
        assert MeTopic().snapshot(Viewer(member), "")["unread"] == 0
