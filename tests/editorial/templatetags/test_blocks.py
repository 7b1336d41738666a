from types import SimpleNamespace

from editorial.templatetags.blocks import placed


def test_a_place_in_hundredths_is_one_in_pixels():
    picture = SimpleNamespace(width=1320, height=880)
    assert placed({"x": 50, "y": 25}, picture) == ("660", "220")
    assert placed({"x": 0, "y": 100}, picture) == ("0", "880")
