"""The word in the link with which a household answers: no row holds it, and the key file makes it anew for another print."""

import base64
from typing import Final

from menkou.assessments.models import Answer
from menkou.core.keys import digest

BYTES: Final = 15  # that nobody guesses


def word_of(answer: Answer) -> str:
    """The word of one slip."""
    made = digest("survey-word", str(answer.pk))[:BYTES]
    return base64.urlsafe_b64encode(made).decode()


def digest_of(word: str) -> bytes:
    """Keyed digest of a word, by which its slip is found."""
    return digest("survey-answer", word)
