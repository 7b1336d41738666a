"""Photos as phones send them."""

import io

from PIL import Image


def phone_photo():
    """Twelve megapixels of grain and light, as a phone's camera writes them: some five megabytes."""
    noise = Image.effect_noise((1008, 756), 60).resize((4032, 3024), Image.Resampling.BICUBIC)
    light = Image.linear_gradient("L").resize((4032, 3024))
    image = Image.merge("RGB", (noise, Image.blend(noise, light, 0.5), light))
    target = io.BytesIO()
    image.save(target, "JPEG", quality=92)
    return target.getvalue()
