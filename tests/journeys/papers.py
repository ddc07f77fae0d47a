"""Sixty photos of printed paper, drawn: how blurred and how dark each is, is known; what a phone says of them is judged.

`python -m tests.journeys.papers FOLDER` writes them to look at. A page counts as blurred where its strokes run into each
other (a blur from a fifth of a letter's height), as dark where the paper itself is under three tenths of white. What lies
between sharp and blurred, or light and dark, is left out: people would not agree about it either.
"""

import io
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
)
WORDS = "甲方将坐落于本村东头的承包地三亩二分租给乙方耕种租期五年每年租金人民币壹仟贰佰元于当年十月底前付清逾期按日加收违约金"
SIZE = (900, 1200)
KINDS = ("good", "blurred", "dark")
SEED = 20261128


@dataclass(frozen=True)
class Paper:
    """One photo, as a phone takes it, and what is true of it."""

    kind: str
    jpeg: bytes


def papers(each: int = 20, seed: int = SEED) -> Iterator[Paper]:
    """As many of each kind; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  # nothing secret
    for _ in range(each):
        for kind in KINDS:
            yield Paper(kind, _photo(kind, chance))


def _photo(kind: str, chance: random.Random) -> bytes:
    letter = chance.randint(20, 34)
    page = _page(letter, chance).rotate(chance.uniform(-5, 5), resample=Image.Resampling.BICUBIC, fillcolor=150)
    page = ImageChops.multiply(page, _shade(chance))
    blur = chance.uniform(0.2, 0.35) if kind == "blurred" else chance.uniform(0.0, 0.05)
    if kind == "blurred" and chance.random() < 0.4:
        page = _shaken(page, round(letter * blur * 3))
    else:
        page = page.filter(ImageFilter.GaussianBlur(letter * blur))
    light = chance.uniform(0.1, 0.28) if kind == "dark" else chance.uniform(0.55, 1.0)
    page = page.point([round(level * light) for level in range(256)])
    noise = Image.effect_noise(SIZE, chance.uniform(4, 12) if kind == "dark" else chance.uniform(1, 5))
    page = ImageChops.add(page, noise, scale=1, offset=-128)
    out = io.BytesIO()
    page.convert("RGB").save(out, "JPEG", quality=chance.randint(70, 92))
    return out.getvalue()


def _page(letter: int, chance: random.Random) -> Image.Image:
    """Black print on white paper that lies on a table."""
    page = Image.new("L", SIZE, chance.randint(90, 170))
    brush = ImageDraw.Draw(page)
    brush.rectangle((30, 40, SIZE[0] - 30, SIZE[1] - 40), fill=chance.randint(225, 250))
    font = ImageFont.truetype(next(one for one in FONTS if Path(one).exists()), letter)
    across = (SIZE[0] - 150) // letter
    for top in range(90, SIZE[1] - 120, round(letter * chance.uniform(1.4, 2.2))):
        count = across if chance.random() < 0.8 else across // 3
        line = "".join(chance.choice(WORDS) for _ in range(count))
        brush.text((75, top), line, font=font, fill=chance.randint(15, 60))
    return page


def _shade(chance: random.Random) -> Image.Image:
    """Light that comes from one side."""
    gradient = Image.linear_gradient("L").rotate(chance.choice((0, 90, 180, 270))).resize(SIZE)
    floor = chance.uniform(0.65, 0.95)
    return gradient.point([round(255 * (floor + (1 - floor) * level / 255)) for level in range(256)])


def _shaken(page: Image.Image, length: int) -> Image.Image:
    """The hand moved sideways while the picture was taken."""
    steps = max(2, length)
    mixed = page
    for step in range(1, steps):
        mixed = Image.blend(mixed, ImageChops.offset(page, step, step // 3), 1 / (step + 1))
    return mixed


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for number, paper in enumerate(papers()):
        (folder / f"{number:02}-{paper.kind}.jpg").write_bytes(paper.jpeg)
