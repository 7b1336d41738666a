"""The door: what it lets in, to the pixel, what it makes of it, and how its program ends."""

import io
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import psutil
import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps

from community.pictures import door
from community.pictures.door import DoorBroken, PictureRefused, open_picture
from tests.community.pictures.hostile import animation, grey_16, odd_exif, saved, see_through, slow_jpeg
from tests.factories.pictures import picture_bytes

WHOLE, PAPER = "480.webp", "480.jpg"


def drawn(content, name=WHOLE, **options):
    """The picture that the door makes of some bytes."""
    return Image.open(io.BytesIO(open_picture(ContentFile(content), [name], **options).files[name]))


def lying(kind="PNG", mode="RGB", **options):
    """Black on the left and white on the right, for a camera that was held on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    image = Image.new("L", (120, 80), "white")
    image.paste("black", (0, 0, 60, 80))
    return saved(image.convert(mode), kind, exif=exif, **options)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_three_formats_come_in_by_their_content(kind):
    opened = open_picture(ContentFile(picture_bytes(kind, (2000, 1000))), ["480.webp", "960.jpg", "1440.webp"])
    assert (opened.width, opened.height) == (1440, 720)
    for name, form in (("480.webp", "WEBP"), ("960.jpg", "JPEG"), ("1440.webp", "WEBP")):
        with Image.open(io.BytesIO(opened.files[name])) as image:
            width = int(name.split(".")[0])
            assert (image.size, image.format) == ((width, width // 2), form)


@pytest.mark.parametrize("size", [(64, 48), (1, 1), (480, 1)])
def test_a_small_picture_is_not_enlarged(size):
    assert drawn(picture_bytes(size=size)).size == size


@pytest.mark.parametrize(
    ("size", "kept"), [((400, 4000), (144, 1440)), ((1, 20_000), (1, 1440)), ((20_000, 1), (480, 1))]
)
def test_a_high_picture_gets_narrower(size, kept):
    assert drawn(picture_bytes(size=size)).size == kept


@pytest.fixture
def patient(monkeypatch):
    """Memory is the question, not time: a busy machine may take as long as it likes."""
    monkeypatch.setattr(door, "SECONDS", 120)
    monkeypatch.setattr(door, "PROCESSOR_SECONDS", 60)


def gradient(size):
    return Image.linear_gradient("L").resize(size).convert("RGB")


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_24_megapixels_fit_into_the_memory(kind, peak):
    content = saved(gradient((6000, 4000)), kind, quality=50, method=0, compress_level=1)
    assert drawn(content).size == (480, 320)
    assert 20 < peak() <= 300
    with pytest.raises(PictureRefused, match="too_many_pixels"):
        open_picture(ContentFile(saved(Image.new("L", (6000, 4001)), kind, method=0)), [WHOLE])


@pytest.mark.usefixtures("patient")
def test_the_heaviest_photograph_fits_into_the_memory(peak):
    """Progressive, full colour, and too narrow for the decoder to shrink it on the way."""
    noise = Image.effect_noise((287, 836), 40).resize((2870, 8360)).convert("RGB")
    content = saved(noise, "JPEG", quality=30, progressive=True, subsampling=0)
    assert drawn(content, "1440.webp").size == (1440, 4195)
    assert 200 < peak() <= 300


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_it_stands_upright(mode):
    image = drawn(lying(mode=mode)).convert("RGB")
    assert image.size == (80, 120)
    assert image.getpixel((40, 10))[0] < 30
    assert image.getpixel((40, 110))[0] > 225


@pytest.mark.parametrize("orientation", range(10))
@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_every_orientation_is_what_pillow_makes_of_it(kind, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    corner = Image.new("RGB", (60, 40), "white")
    corner.paste("black", (0, 0, 20, 10))
    content = saved(corner, kind, exif=exif, quality=95)
    wanted = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("L")
    image = drawn(content).convert("L")
    assert image.size == wanted.size
    for x in (5, image.width - 5):
        for y in (5, image.height - 5):
            assert abs(image.getpixel((x, y)) - wanted.getpixel((x, y))) < 40


# Written back by Pillow, the first is a TypeError, the second an AttributeError, the third a struct.error.
@pytest.mark.parametrize(("tag", "kind"), [(0x011A, 2), (0x010E, 5), (0x0100, 2)])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_odd_metadata_is_no_matter(form, tag, kind):
    assert drawn(picture_bytes(form, exif=odd_exif(tag, kind))).size == (48, 64)


def test_what_shows_through_stays_and_gets_paper_where_it_cannot():
    assert drawn(see_through()).getpixel((20, 20))[3] == 0
    assert min(drawn(see_through(), PAPER).getpixel((20, 20))) > 250
    assert drawn(picture_bytes("WEBP")).mode == "RGB"


def test_sixteen_bits_of_grey_are_not_burnt_out():
    assert abs(drawn(grey_16()).getpixel((5, 5))[0] - 0x80) < 4


def test_the_colours_of_a_printer_are_seen_as_those_of_a_screen():
    red = saved(Image.new("CMYK", (64, 48), (0, 255, 255, 0)), "JPEG", quality=95)
    red_, green, blue = drawn(red).getpixel((20, 20))
    assert red_ > 200
    assert max(green, blue) < 60


def swapped_profile():
    """sRGB, with red and green changing places."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = (profile.index(name, 128) for name in (b"rXYZ", b"gXYZ"))
    profile[red : red + 4], profile[green : green + 4] = profile[green : green + 4], profile[red : red + 4]
    return bytes(profile)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_profile_is_applied_and_gone(kind):
    image = drawn(picture_bytes(kind, colour="red", icc_profile=swapped_profile()))
    red, green, _blue = image.getpixel((20, 20))
    assert green > 150 > red
    assert not image.info.get("icc_profile")


@pytest.mark.parametrize("profile", [b"nonsense", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()])
def test_a_profile_that_makes_no_sense_is_left_out(profile):
    red, green, _blue = drawn(picture_bytes("JPEG", colour="red", icc_profile=profile)).getpixel((20, 20))
    assert red > 200 > green


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_of_an_animation_the_first_picture_is_kept(kind):
    image = drawn(animation(kind, 40, 3))
    assert getattr(image, "n_frames", 1) == 1
    assert image.getpixel((20, 20))[0] < 2


def test_a_photograph_with_its_preview_is_a_photograph():
    large, small = Image.new("RGB", (64, 48), "navy"), Image.new("RGB", (32, 24), "red")
    image = drawn(saved(large, "MPO", save_all=True, append_images=[small]))
    assert image.size == (64, 48)
    assert image.getpixel((20, 20))[2] > 100


def test_a_square_is_the_middle_whatever_the_size():
    wide = Image.new("RGB", (300, 100), "white")
    wide.paste("black", (100, 0, 200, 100))
    square = drawn(saved(wide, "PNG"), "96.jpg", is_square=True)
    assert square.size == (96, 96)
    assert max(square.getpixel((48, 48))) < 10
    assert drawn(picture_bytes(size=(8, 8)), "256.jpg", is_square=True).size == (256, 256)


# How the program ends


def test_too_little_memory_is_a_refusal(monkeypatch):
    monkeypatch.setattr(door, "MEMORY", 60 * 2**20)
    with pytest.raises(PictureRefused, match="too_slow"):
        drawn(saved(Image.new("RGB", (6000, 4000)), "PNG"))
    assert drawn(picture_bytes()).size == (64, 48)


def test_too_much_computing_is_the_pictures_fault(monkeypatch):
    monkeypatch.setattr(door, "SECONDS", 120)
    monkeypatch.setattr(door, "PROCESSOR_SECONDS", 1)
    with pytest.raises(PictureRefused, match="too_slow"):
        drawn(slow_jpeg())


def test_too_long_a_wait_is_the_machines_and_leaves_no_process(monkeypatch):
    monkeypatch.setattr(door, "SECONDS", 0.3)
    before = set(psutil.Process().children())  # a Redis of other tests may be among them
    with pytest.raises(PictureRefused, match="busy"):
        drawn(slow_jpeg())
    assert set(psutil.Process().children()) <= before


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", PictureRefused),
        ("raise SystemExit(3)", DoorBroken),
        ("import PIL.nowhere", DoorBroken),
    ],
)
def test_a_program_that_fails_is_told_apart_from_a_picture_that_is_bad(monkeypatch, tmp_path, line, error):
    program = tmp_path / "decoder.py"
    program.write_text(f"import sys; sys.stderr = None\n{line}\n")
    monkeypatch.setattr(door, "DECODER", program)
    with pytest.raises(error):
        drawn(picture_bytes())


def test_the_program_knows_nothing_of_ours_and_can_open_nothing(monkeypatch, tmp_path):
    """The decoder's own limits, tried from inside: it takes them on, then this asks for a file, a socket, a process."""
    told, program = tmp_path / "told", tmp_path / "decoder.py"
    program.write_text(
        "import json, os, runpy, socket, sys\n"
        f"decoder, told = runpy.run_path({str(door.DECODER)!r}), open({str(told)!r}, 'w')\n"
        "decoder['lock_in'](**json.loads(sys.argv[1])['limits'])\n"
        "def refused(ask):\n"
        "    try: ask()\n"
        "    except OSError: return True\n"
        "asks = [lambda: open('/etc/passwd'), socket.socket, lambda: os.dup(0)]\n"
        "json.dump([sorted(os.environ), [refused(ask) for ask in asks]], told)\n"
        "told.close()\n"
        "print(json.dumps({'refused': 'broken'}))\n"
    )
    monkeypatch.setattr(door, "DECODER", program)
    with pytest.raises(PictureRefused):
        drawn(picture_bytes())
    environment, refusals = json.loads(told.read_text())
    assert set(environment) <= door.PASSED_ON | {"LC_CTYPE"}  # Python's own
    assert refusals == [True, True, True]


def test_one_picture_is_open_at_a_time(monkeypatch):
    inside, most, decode = [], [], door._decode

    def watched(*job):
        inside.append(job)
        most.append(len(inside))
        decode(*job)
        inside.pop()

    monkeypatch.setattr(door, "_decode", watched)
    with ThreadPoolExecutor(4) as pool:
        sizes = list(pool.map(lambda _: drawn(picture_bytes()).size, range(6)))
    assert sizes == [(64, 48)] * 6
    assert max(most) == 1


def test_the_one_at_a_time_is_the_locks_doing(monkeypatch):
    """The control: without the lock two meet inside."""
    met = threading.Barrier(2, timeout=10)
    decode = door._decode
    monkeypatch.setattr(door, "_one_at_a_time", nullcontext)
    monkeypatch.setattr(door, "_decode", lambda *job: (met.wait(), decode(*job)))
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda _: drawn(picture_bytes()).size, range(2))) == [(64, 48)] * 2


def test_who_waits_too_long_for_their_turn_is_told(monkeypatch):
    monkeypatch.setattr(door, "PATIENCE", 0.01)
    with door._one_at_a_time(), pytest.raises(PictureRefused, match="busy"):
        drawn(picture_bytes())
    assert drawn(picture_bytes()).size == (64, 48)


def test_what_is_slow_need_not_be_large():
    assert len(slow_jpeg()) < 2 * 2**20
