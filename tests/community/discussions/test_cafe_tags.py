import pytest
from django.template import Context, Template


@pytest.mark.parametrize(("stirring", "lit"), [(0, 0), (1, 1), (12, 12), (40, 12)])
def test_the_small_dial_lights_an_index_for_each_thread(stirring, lit):
    html = Template("{% load cafe %}{% pulse stirring %}").render(Context({"stirring": stirring}))
    assert html.count("pulse__index--lit") == lit
    assert html.count('"pulse__index') == 12


def test_every_mark_is_drawn():
    """What templates ask for by name stands in the drawing."""
    import re

    from tests.guards.tree import ROOT, files_of

    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/img/cafe.svg").read_text(encoding="utf-8")))
    asked = {
        name
        for path in files_of(".html")
        for name in re.findall(r'{% mark "([\w-]+)" %}', path.read_text(encoding="utf-8"))
    }
    from community.discussions.models import ReactionName

    assert asked | set(ReactionName.values) == drawn
