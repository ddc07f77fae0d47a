"""Somebody speaks into a form and sends it."""

import pytest

from menkou.consultations import intake
from menkou.consultations.enclosing import actions as enclosing
from menkou.consultations.rules.packing import Packed
from menkou.core.actors import Actor

FORM, MIME = "1" * 32, "audio/webm"
HEAD = b"\x1a\x45\xdf\xa3"
SPOKEN = [HEAD + b"one", b"two", b"three", b"four"]
CLIP = Packed(1, len(SPOKEN), 17)


@pytest.fixture
def say(village, resident):
    """Speak into the form: the pieces of a clip, of which a number may be named."""

    def say(pieces=SPOKEN, numbers=None, clip: int = 1, form: str = FORM, by: Actor = resident, mime: str = MIME):
        for number in range(len(pieces)) if numbers is None else numbers:
            draft, _ = enclosing.start_question(by=by, village=village, form=form)
            piece = pieces[number]
            enclosing.put_piece(by=by, draft=draft, clip=clip, number=number, mime=mime, piece=piece)

    return say


@pytest.fixture
def send(village, chen, lin, resident):
    def send(*packed: Packed, text: str = "", form: str = FORM, by: Actor = resident):
        words = {"text": text, "form": form, "may_hand_over": True, "enclosed": packed}
        return intake.ask_once(by=by, village=village, **words)

    return send
