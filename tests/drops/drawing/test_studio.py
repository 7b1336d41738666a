import io

from PIL import Image

from drops.drawing import WatchDesign
from drops.drawing.studio import Commission, paint, paint_all


def make_commission(**fields):
    design = WatchDesign(brand="COMBE", diameter=38.5, lug_to_lug=46.0, dial="fir")
    return Commission(**({"design": design, "view": "front", "width": 40, "seed": "HJ"} | fields))


def test_pictures_come_in_order_and_as_one_process_would_paint_them():
    commissions = [make_commission(), make_commission(width=48), make_commission(view="back", seed="other")]
    pictures = list(paint_all(commissions))
    assert pictures == [paint(commission) for commission in commissions]
    assert [Image.open(io.BytesIO(picture)).size for picture in pictures] == [(40, 50), (48, 60), (40, 50)]


def test_who_looks_away_ends_the_work():
    pictures = paint_all([make_commission(seed=str(number)) for number in range(50)])
    assert next(pictures)
    pictures.close()


def test_no_commission_no_process():
    assert list(paint_all([])) == []
