"""Letters and words by which names of people and places are told from other words; the lists are in words.json."""

import json
from pathlib import Path
from typing import Final

_LISTS: Final[dict[str, list[str]]] = json.loads(Path(__file__).with_name("words.json").read_text())


def _letters(name: str) -> frozenset[str]:
    return frozenset("".join(_LISTS[name]))


def _words(name: str) -> tuple[str, ...]:
    """The words of a list, the longer first, as a pattern has to try them."""
    return tuple(sorted(" ".join(_LISTS[name]).split(), key=lambda word: (-len(word), word)))


USUAL: Final = _letters("surnames")
RARE: Final = _letters("surnames_that_are_words")  # of every day: these want more beside them
ONLY_BEHIND_A_CUE: Final = _letters("surnames_only_behind_a_cue")
WANTS_A_CUE: Final = _letters("surnames_before_titles_only_behind_a_cue")  # 当时主任, 包工
COMPOUND: Final = _words("surnames_of_two")
GIVEN: Final = _letters("in_given_names")
NEVER: Final = _letters("never_in_given_names")
CITIES: Final = _words("cities")
NO_NAMES: Final = frozenset((*_words("words_that_begin_like_names"), *CITIES))
CUES: Final = _words("cues")  # 我叫, 被告
KIN: Final = _words("kin")  # 丈夫, 邻居
POSTS: Final = _words("posts")  # 书记, 包工头: a name follows
CALLED: Final = _words("titles")  # a surname stands before: 王主任
PEOPLES: Final = _words("of_other_peoples")  # what names of minorities are made of
AFTER: Final = _letters("stands_after_names")
BEFORE: Final = _letters("stands_before_names")
