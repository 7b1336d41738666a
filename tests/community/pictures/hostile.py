"""Files that somebody might send to hurt: what each is, and which refusal it meets (None: taken, and harmless)."""

import io
import struct
import zipfile
import zlib
from functools import cache

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from community.pictures.door import MAX_BYTES
from tests.factories.pictures import picture_bytes

CANARY = b"Kanarienvogel"
HTML = b"<html><script>" + CANARY + b"</script></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='" + CANARY + b"'/>"


def saved(image, kind, **options):
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


# PNG by hand


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, *more, depth=1, data=b""):
    """A grey PNG whose header says what we want."""
    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    body = [chunk(b"IHDR", header), *more, chunk(b"IDAT", zlib.compress(data, 9)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def png_bomb(side=12_000):
    """144 million pixels of nothing in a few kilobytes."""
    return png(side, side, data=bytes(side * (1 + side // 8)))


def text_bomb(kind):
    """A chunk of some kilobytes that unpacks to 50 million bytes."""
    return png(8, 8, chunk(kind, b"name\0\0" + zlib.compress(bytes(50_000_000), 9)), data=bytes(16))


def wrong_sum():
    content = bytearray(picture_bytes())
    content[content.index(b"IDAT") - 5] ^= 0xFF  # the last byte of the chunk before
    return bytes(content)


# Animations


def animated_png(side, frames):
    return png(side, side, chunk(b"acTL", struct.pack(">II", frames, 0)), data=bytes(side * (1 + side // 8)))


def animated_webp(side, frames):
    """Frames of one pixel each, in a canvas that is larger than they are."""

    def part(name, data):
        return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)

    def three(number):
        return struct.pack("<I", number)[:3]

    pixel = picture_bytes("WEBP", (1, 1), lossless=True)[12:]
    frame = part(b"ANMF", three(0) * 4 + three(100) + b"\0" + pixel)
    canvas = part(b"VP8X", b"\x02\0\0\0" + three(side - 1) * 2)
    return part(b"RIFF", b"WEBP" + canvas + part(b"ANIM", bytes(6)) + frame * frames)


def animation(kind, side, frames):
    """A sound one; its colours differ, so that no frame is left out."""
    pictures = [Image.new("RGB", (side, side), (80 * number, 0, 0)) for number in range(frames)]
    return saved(pictures[0], kind, save_all=True, append_images=pictures[1:])


# JPEG by hand


@cache
def slow_jpeg(scans=30_000):
    """A progressive JPEG that repeats its last scan: each is a few bytes, and a walk through 24 million pixels."""
    content = saved(Image.new("L", (6000, 4000)), "JPEG", progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * scans + b"\xff\xd9"


def with_position():
    """A picture that says where it was taken, in EXIF and in XMP."""
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    exif[0x8825] = {1: "N", 2: (47.0, 22.0, 0.0), 29: CANARY.decode()}
    return picture_bytes("JPEG", exif=exif, comment=CANARY, xmp=b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>")


def with_text():
    """A PNG with words in three kinds of chunk."""
    info = PngInfo()
    info.add_text("Author", CANARY.decode())
    info.add_text("Zipped", CANARY.decode(), zip=True)
    info.add_itxt("XML:com.adobe.xmp", CANARY.decode())
    return picture_bytes("PNG", pnginfo=info)


def odd_exif(tag, kind):
    """EXIF that says "lying on its side" and gives another tag a value of a kind that it never has."""
    entries = sorted([(0x0112, 3, 1, 6), (tag, kind, 1, 5)])
    packed = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, len(entries)) + packed + bytes(4)


def zipped():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("index.html", HTML)
    return target.getvalue()


def weighing(size):
    sound = picture_bytes("JPEG")
    return sound + bytes(size - len(sound))


def grey_16():
    return saved(Image.new("I;16", (64, 48), 0x8000), "PNG")


def see_through():
    palette = Image.new("P", (64, 48), 1)
    palette.putpalette([255, 0, 0, 0, 255, 0])
    return saved(palette, "PNG", transparency=1)


FILES = {
    "a bomb": (png_bomb, "too_many_pixels"),
    "a header that claims 3.6 billion pixels": (lambda: png(60_000, 60_000), "too_many_pixels"),
    "a header that claims all there are": (lambda: png(2**31 - 1, 2**31 - 1), "too_many_pixels"),
    "a WebP that claims 268 million": (
        lambda: b"RIFF\x20\0\0\0WEBPVP8L\x14\0\0\0\x2f" + struct.pack("<I", 0x3FFE | 0x3FFE << 14) + bytes(15),
        "too_many_pixels",
    ),
    "one row above 24 megapixels": (lambda: picture_bytes("JPEG", (6000, 4001)), "too_many_pixels"),
    "one byte above 10 MiB": (lambda: weighing(MAX_BYTES + 1), "too_large"),
    "10 MiB to the byte": (lambda: weighing(MAX_BYTES), None),
    "a JPEG cut short": (lambda: picture_bytes("JPEG", (400, 400))[:900], "broken"),
    "a PNG cut short": (lambda: picture_bytes("PNG", (400, 400))[:200], "broken"),
    "a WebP cut short": (lambda: saved(Image.effect_noise((400, 400), 90), "WEBP")[:9000], "unreadable"),
    "a wrong check sum": (wrong_sum, "unreadable"),
    "a profile that unpacks without end": (lambda: text_bomb(b"iCCP"), "unreadable"),
    "a text that unpacks without end": (lambda: text_bomb(b"zTXt"), "unreadable"),
    "a JPEG of thirty thousand scans": (slow_jpeg, "too_slow"),
    "a giant animated WebP": (lambda: animated_webp(4000, 2), "animated"),
    "a giant animated PNG": (lambda: animated_png(4000, 2), "animated"),
    "a small animation": (lambda: animation("WEBP", 40, 3), None),
    "a JPEG that is HTML, too": (lambda: picture_bytes("JPEG", comment=HTML) + HTML, None),
    "a PNG that is a ZIP, too": (lambda: picture_bytes() + zipped(), None),
    "a position": (with_position, None),
    "words in a PNG": (with_text, None),
    "a GIF by another name": (lambda: picture_bytes("GIF"), "unreadable"),
    "a TIFF": (lambda: picture_bytes("TIFF"), "unreadable"),
    "a BMP": (lambda: picture_bytes("BMP"), "unreadable"),
    "an SVG": (lambda: SVG, "unreadable"),
    "HTML": (lambda: HTML, "unreadable"),
    "PostScript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n", "unreadable"),
    "a PDF": (lambda: b"%PDF-1.7", "unreadable"),
    "noise behind the mark of a JPEG": (lambda: b"\xff\xd8\xff" + b"A" * 4000, "unreadable"),
    "noise behind the mark of a WebP": (lambda: b"RIFF\xff\xff\xff\xffWEBPVP8 " + b"A" * 4000, "unreadable"),
    "nothing": (lambda: b"", "unreadable"),
    "the colours of a printer": (lambda: saved(Image.new("CMYK", (64, 48)), "JPEG"), None),
    "16 bits of grey": (grey_16, None),
    "a palette with a hole": (see_through, None),
}
