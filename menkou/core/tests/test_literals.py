"""Words of ours in a statement: only such as need no quoting."""

import pytest

from menkou.core.literals import Literal


@pytest.mark.parametrize("word", ["'", "a'b", "A", "a b", "a;", "ö", "水", "a" * 33, "\\", "%s", "a\n"])
def test_a_word_that_would_need_quoting_is_refused(word):
    with pytest.raises(ValueError, match="plain"):
        Literal(word)
