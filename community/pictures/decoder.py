"""The program that opens a picture a stranger sent: `door` runs it for one picture, as `python -I`, then it is gone.

It reads the picture from standard input and writes to standard output a line of JSON, then the files it has drawn anew,
one behind the other. Before it looks at a byte of the picture it has given up opening files, connections and processes;
it is told no path, no setting and no secret of ours.

Of an animation only the first picture is kept; one whose pictures together have too many pixels is refused.
"""

import contextlib
import ctypes
import io
import json
import resource
import sys
import warnings
from typing import Any, BinaryIO

from PIL import Image, ImageCms, MpoImagePlugin, WebPImagePlugin, _webp  # noqa: F401 -- see below

Image.preinit()  # Pillow imports a format when it is first needed, which would be too late in here

FORMATS = ("JPEG", "PNG", "WEBP")
ANIMATED = {"PNG", "WEBP"}  # several pictures in a JPEG are the photograph, its preview and its depth
ENCODINGS: dict[str, tuple[str, dict[str, Any]]] = {
    "webp": ("WEBP", {"quality": 85}),
    "jpg": ("JPEG", {"quality": 85, "optimize": True}),
}
TALLEST = 3  # times as high as wide is what fits; higher pictures get narrower
MOST_WRITTEN = 32 * 1024 * 1024  # bytes
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
LYING = {5, 6, 7, 8}
SRGB = ImageCms.createProfile("sRGB")


class Refused(Exception):
    """The picture is none that we take; the code says why."""


def main() -> None:
    job = json.loads(sys.argv[1])
    lock_in(**job["limits"])
    files: dict[str, bytes] = {}
    try:
        picture = largest(sys.stdin.buffer, max(map(width_of, job["names"])), is_square=job["square"])
        files = {name: encoded(scaled(picture, width_of(name)), name) for name in job["names"]}
        head: dict[str, Any] = {"width": picture.width, "height": picture.height}
    except Refused as refusal:
        head = {"refused": str(refusal)}
    except ImportError:
        raise  # our fault, not the picture's
    except MemoryError:
        head = {"refused": "too_slow"}
    except Exception:  # noqa: BLE001 -- Pillow has no error of its own: each decoder raises what it stumbles over
        head = {"refused": "broken"}
    head["files"] = [[name, len(content)] for name, content in files.items()]
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + b"".join(files.values()))


def lock_in(*, pixels: int, memory: int, seconds: int) -> None:
    """Give up for good what opening a picture does not need. What a system cannot limit (macOS: memory) stays open."""
    Image.MAX_IMAGE_PIXELS = pixels / 2  # type: ignore[assignment]  # Pillow warns at this and refuses at twice this
    warnings.simplefilter("ignore")
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: MOST_WRITTEN,
        resource.RLIMIT_NOFILE: 3,  # the three that are open
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))


def largest(source: BinaryIO, width: int, *, is_square: bool) -> Image.Image:
    """The picture as large as it is kept: upright, in sRGB; with `is_square`, its middle."""
    image = opened(source)
    orientation = orientation_of(image)
    size = kept_size(image.size, width, is_lying=orientation in LYING, is_square=is_square)
    image.draft(None, size)
    picture = shrunk(decoded(image, source), size)
    if orientation in UPRIGHT:
        picture = picture.transpose(UPRIGHT[orientation])
    picture = in_srgb(picture)
    return middle_of(picture, width) if is_square else picture


def opened(source: BinaryIO) -> Image.Image:
    """The picture, of which only the header has been read."""
    try:
        image = Image.open(source, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise Refused("too_many_pixels") from error
    except (ImportError, MemoryError):
        raise
    except Exception as error:
        raise Refused("unreadable") from error
    frames = getattr(image, "n_frames", 1) if image.format in ANIMATED else 1
    if frames > 1 and frames * image.width * image.height > 2 * (Image.MAX_IMAGE_PIXELS or 0):
        raise Refused("animated")
    return image


def orientation_of(image: Image.Image) -> int:
    """How the camera was held, as EXIF counts it; 1, upright, where that cannot be read."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 -- odd metadata is no reason to refuse pixels
        return 1


def kept_size(size: tuple[int, int], width: int, *, is_lying: bool, is_square: bool) -> tuple[int, int]:
    """The size a picture is brought to before it is turned: never larger than it is."""
    across, down = reversed(size) if is_lying else size
    factor = min(1.0, width / min(size) if is_square else min(width / across, TALLEST * width / down))
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def decoded(image: Image.Image, source: BinaryIO) -> Image.Image:
    """The pixels, in a mode that can be scaled."""
    if image.format == "WEBP":
        source.seek(0)
        return decoded_webp(image, source.read())
    image.load()
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data and image.mode not in {"LA", "RGBA"}:
        return image.convert("RGBA")
    return image if image.mode in {"L", "LA", "RGB", "RGBA", "CMYK"} else image.convert("RGB")


def decoded_webp(image: Image.Image, data: bytes) -> Image.Image:
    """The pixels of a WebP, straight from the library that Pillow has loaded.

    Pillow takes every WebP for an animation and holds four copies of it, more than there is memory for 24 megapixels.
    """
    is_animation = data[12:16] == b"VP8X" and data[20] & 2
    decode = getattr(ctypes.CDLL(_webp.__file__), "WebPDecodeRGBAInto", None)
    if is_animation or decode is None:
        image.load()
        return image
    image._decoder = None  # type: ignore[attr-defined]  # noqa: SLF001 -- two of the four copies
    row = 4 * image.width
    room = bytearray(row * image.height)
    into = (ctypes.c_ubyte * len(room)).from_buffer(room)
    decode.restype = ctypes.c_void_p
    if not decode(data, ctypes.c_size_t(len(data)), into, ctypes.c_size_t(len(room)), row):
        raise Refused("broken")
    mode = "RGBA" if image.mode == "RGBA" else "RGBX"
    pixels = Image.frombuffer(mode, image.size, room, "raw", mode, 0, 1)
    pixels.info = image.info
    return pixels


def shrunk(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def in_srgb(picture: Image.Image) -> Image.Image:
    """The colours that its profile means; without a profile, or with one that makes no sense, as they are."""
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    picture = picture.convert("RGB") if picture.mode == "RGBX" else picture
    if picture.mode in {"L", "RGB", "RGBA", "CMYK"} and (profile := picture.info.get("icc_profile")):
        with contextlib.suppress(ImageCms.PyCMSError, OSError, TypeError, ValueError):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if converted := ImageCms.profileToProfile(picture, own, SRGB, outputMode=mode):
                return converted
    return picture.convert(mode)


def middle_of(picture: Image.Image, width: int) -> Image.Image:
    """The square in the middle, brought to `width` even if it was smaller."""
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    square = picture.crop((left, top, left + side, top + side))
    return square.resize((width, width), Image.Resampling.LANCZOS)


def scaled(picture: Image.Image, width: int) -> Image.Image:
    """The picture for a rendition so wide; not enlarged."""
    return shrunk(picture, kept_size(picture.size, width, is_lying=False, is_square=False))


def width_of(name: str) -> int:
    return int(name.partition(".")[0])


def encoded(picture: Image.Image, name: str) -> bytes:
    """A file of the kind that `name` ends in, made of pixels alone, so that no metadata can follow."""
    kind, options = ENCODINGS[name.partition(".")[2]]
    if kind == "JPEG":
        bare = Image.new("RGB", picture.size, "white")
        bare.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    else:
        bare = Image.new(picture.mode, picture.size)
        bare.paste(picture)
    target = io.BytesIO()
    bare.save(target, kind, **options)
    return target.getvalue()


if __name__ == "__main__":
    main()
