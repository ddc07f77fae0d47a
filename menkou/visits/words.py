"""The word in the link with which a village says whether an adviser came."""

import base64
from typing import Final

from menkou.core.keys import digest
from menkou.visits.models import Visit

BYTES: Final = 15  # that nobody guesses


def word_of(visit: Visit) -> str:
    """The word of a visit: no row holds it, and the key file makes it anew."""
    made = digest("visit-word", str(visit.pk))[:BYTES]
    return base64.urlsafe_b64encode(made).decode()


def digest_of(word: str) -> bytes:
    """Keyed digest of a word, by which its visit is found."""
    return digest("visit-confirm", word)
