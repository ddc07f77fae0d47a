"""A board that hangs in 红花村, with its photo, the words on it and a face."""

import base64

from django.db.models import Model

from menkou.boards import links, pictures
from menkou.boards.models import Board, Disclosure, Placing, Portrait, Printing
from menkou.core import store
from menkou.core.clock import now
from menkou.places.models import Village
from tests.cast import LONG_AGO, SLUG

PHOTO = "0" * 32 + ".jpg"
PICTURE = base64.b64decode(  # a white corner
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAAECAIAAADETxJQAAAAGElEQVR4nGP8//8/AwMDAwMDEwMMYGMBAHJWAwV41r07AAAAAElFTkSuQmCC"
)


def boards(village: Village, chen: Model) -> dict[str, Model]:
    """By the names that the matrix uses."""
    words = {"content": ["解答"], "commitments": ["不收钱"], "standards": ["一天内回"], "visiting": "每月一次"}
    Disclosure.objects.create(**words, bureau_phone="0537-0000009", logo=PICTURE, valid_from=LONG_AGO, source="编的")
    Portrait.objects.create(registration=chen, content=PICTURE, added_at=now())
    facts = {"state": "up", "version": 1, "hung": 1, "due": "", "seen_at": now(), "made_at": now()}
    board = Board.objects.create(village=village, carrier="a3", number="7K3QX2", **facts)
    Printing.objects.create(board=board, version=1, shown={}, printed_at=now())
    with store.opened(pictures.STORE.path_of(PHOTO)) as file:
        file.write(b"wall")
    seen = Placing.objects.create(board=board, kind="seen", photo=PHOTO, at=now())
    board.code, board.placing = links.code(SLUG, board.number, 1), seen.pk  # for its addresses
    return {"board": board}
