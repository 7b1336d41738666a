"""The icons in the tree are those that the code draws, and small."""

import pytest
from PIL import Image, ImageChops

from config import icons


@pytest.mark.parametrize("face", icons.FACES, ids=lambda face: face.name)
def test_the_files_are_what_is_drawn(face):
    file = icons.FOLDER / face.name
    with Image.open(file) as stored:
        assert stored.size == (face.size, face.size)
        apart = ImageChops.difference(stored.convert("RGBA"), icons.draw(face).convert("RGBA"))
    most = max(high for _low, high in apart.getextrema())
    assert most <= 8, f"{face.name} is another drawing: run `python -m config.icons`."
    assert file.stat().st_size < 20 * 1024


def test_a_phone_may_cut_the_maskable_one():
    """What is drawn lies within the circle of four fifths that every shape leaves whole; the ground is everywhere."""
    face = next(each for each in icons.FACES if "maskable" in each.name)
    image = icons.draw(face).convert("RGBA")
    middle = face.size / 2
    safe = 0.4 * face.size
    for x in range(0, face.size, 4):
        for y in range(0, face.size, 4):
            pixel = image.getpixel((x, y))
            assert pixel[3] == 255
            if (x - middle) ** 2 + (y - middle) ** 2 > safe**2:
                assert max(pixel[:3]) < 40


def test_the_badge_has_one_colour():
    badge = icons.draw(next(each for each in icons.FACES if each.is_badge)).convert("RGBA")
    seen = [colour[:3] for _number, colour in badge.getcolors(256) if colour[3] > 128]
    assert seen
    assert min(min(colour) for colour in seen) > 240
