"""How what was looked for is shown in a text: marked, and with what stands around it."""

from collections.abc import Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from menkou.core.finding import plain

BEFORE, LONGEST = 12, 80  # characters that are shown of a long text
register = template.Library()


@register.filter
def marked(text: str, words: tuple[str, ...]) -> SafeString:
    """The text, with each place that holds one of the words marked."""
    is_met = _met(text, words)
    pieces = (format_html("<mark>{}</mark>" if met else "{}", text[a:b]) for a, b, met in _runs(is_met))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


@register.filter
def around(text: str, words: tuple[str, ...]) -> SafeString:
    """So much of a long text as stands around the first place; nothing where no word is in it."""
    is_met = _met(text, words)
    if True not in is_met:
        return SafeString()
    start = max(0, is_met.index(True) - BEFORE)
    end = min(len(text), start + LONGEST)
    return format_html("{}{}{}", "…" * (start > 0), marked(text[start:end], words), "…" * (end < len(text)))


def _met(text: str, words: tuple[str, ...]) -> list[bool]:
    """For each character, whether it is of a place that holds a word."""
    said, is_met = plain(text), [False] * len(text)
    for word in words:
        at = said.find(word) if word else -1
        while at >= 0:
            is_met[at : at + len(word)] = [True] * len(word)
            at = said.find(word, at + 1)
    return is_met


def _runs(is_met: list[bool]) -> Iterator[tuple[int, int, bool]]:
    """Where the marks begin and end."""
    start = 0
    for at in range(1, len(is_met) + 1):
        if at == len(is_met) or is_met[at] != is_met[start]:
            yield start, at, is_met[start]
            start = at
