import pytest

from community import panels


@pytest.fixture(autouse=True)
def _empty(monkeypatch):
    monkeypatch.setattr(panels, "_panels", {})


def nothing(request, now):
    return None


def test_a_panel_is_found_by_its_name():
    panels.register_panel("dial", "Le cadran", "drops/_panel.html", nothing)
    assert panels.panel("dial").template == "drops/_panel.html"
    assert panels.panel("café") is None


def test_choices_keep_the_order_of_registration():
    panels.register_panel("dial", "Le cadran", "a.html", nothing)
    panels.register_panel("article", "L’article", "b.html", nothing)
    assert panels.choices() == [("dial", "Le cadran"), ("article", "L’article")]


def test_a_name_is_taken_once():
    panels.register_panel("dial", "Le cadran", "a.html", nothing)
    with pytest.raises(ValueError, match="dial"):
        panels.register_panel("dial", "Un autre", "b.html", nothing)
    assert panels.panel("dial").label == "Le cadran"
