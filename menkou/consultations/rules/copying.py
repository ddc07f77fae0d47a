"""What a copy for review says: who asked and who answered, in order, without what points at a person."""

from collections.abc import Iterable, Mapping
from typing import Final

from menkou.consultations.rules.hiding import without_names, without_numbers

ASKED: Final = "居民问："
ANSWERED: Final = "顾问答："
SAID_OTHERWISE: Final = "（说了话或者拍了照片，没有附在这里）"


def copied(lines: Iterable[tuple[str, bool]], names: Mapping[str, str]) -> str:
    """One text of (words, whether it is an answer); names by what stands in their place. Clips and pages stay out."""
    parts = [f"{ANSWERED if is_answer else ASKED}\n{words.strip() or SAID_OTHERWISE}" for words, is_answer in lines]
    return without_names(without_numbers("\n\n".join(parts)), names)
