"""Templates hold no style or script of their own, reach no other host, and draw only what they are given."""

import re

import pytest
from django.template import engines

from tests.guards.sources import ROOT, shipped

MARKUP = {
    "a style of its own": re.compile(r"\sstyle\s*=|<style\b", re.I),
    "a script of its own": re.compile(r"<script\b(?![^>]*\bsrc=)|<script\b[^>]*>\s*\S+\s*</script>", re.I),
    "a handler of its own": re.compile(r"<[^>]*\son[a-z]+\s*=|javascript:", re.I),
    "unescaped words": re.compile(r"\|\s*safe(seq)?\b|autoescape\s+off|<\{|\{\{[^}]*\|\s*escapejs"),
    "another host": re.compile(r"(?:src|href|action|url\()\s*=?\s*[\"']?(?:https?:)?//", re.I),
    "a day without its year": re.compile(r"\|\s*date:[\"'](?![^\"']*[Yyc])[^\"']*[jd]"),  # day and minute say it
    "rows it was not given": re.compile(r"\{[{%][^}]*(\.objects\b|_set\b|\.all\b)"),
}
HTMX = re.compile(r"\bhx-|htmx", re.I)
EXTENDS = re.compile(r"{%\s*(?:extends|include)\s+[\"']([^\"']+)[\"']")
UNESCAPED = re.compile(r"\b(mark_safe|SafeString|SafeText|format_html)\b")
DRAWERS = {  # who may hand markup to a template, and what
    "menkou/core/doors.py": "a link to a page of ours after a remark, whose words format_html escapes",
    "menkou/core/forms.py": "a select of many choices, whose words format_html escapes",
    "menkou/core/templatetags/cells.py": "hundreds of cells of a 村格图, whose words and addresses format_html escapes",
    "menkou/core/templatetags/menus.py": "the forty links of a menu, whose words and addresses format_html escapes",
    "menkou/core/templatetags/finding.py": "marks around what was looked for, between words that format_html escapes",
    "menkou/consultations/views/paper.py": "a QR code that segno drew; its text is our own address",
    "menkou/oversight/style.py": "the same QR code on the page of samples",
}
COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", re.S)


def templates() -> dict[str, str]:
    """Every template by the name that others use for it, without comments."""
    found = {}
    for folder in [ROOT / "templates", *ROOT.glob("menkou/*/templates")]:
        for file in folder.rglob("*.html"):
            found[str(file.relative_to(folder))] = COMMENT.sub("", file.read_text())
    return found


def spots(text: str) -> list[str]:
    """What a template may not hold."""
    return [what for what, pattern in MARKUP.items() if pattern.search(text)]


def parts_of(name: str, texts: dict[str, str]) -> set[str]:
    """A template with all that it is made of."""
    seen, left = set(), [name]
    while left:
        if (one := left.pop()) not in seen and one in texts:
            seen.add(one)
            left += EXTENDS.findall(texts[one])
    return seen


def with_htmx(texts: dict[str, str]) -> list[str]:
    """Residents' templates into which htmx has found its way, by whatever part."""
    pages = {name: parts_of(name, texts) for name in texts}
    ours = {name: parts for name, parts in pages.items() if "resident.html" in parts}
    return sorted({part for parts in ours.values() for part in parts if HTMX.search(texts[part])})


def test_no_template_holds_style_script_or_unescaped_words():
    found = templates()

    assert len(found) > 40
    assert {name: said for name, text in found.items() if (said := spots(text))} == {}


def test_residents_pages_carry_no_htmx():
    found = templates()

    assert len([n for n in found if "resident.html" in parts_of(n, found)]) >= 7
    assert with_htmx(found) == []


def test_only_named_places_hand_markup_to_templates():
    drawers = {file for file, text in shipped().items() if UNESCAPED.search(text)}

    assert drawers == set(DRAWERS)


def test_templates_escape_by_default():
    assert engines["django"].engine.autoescape


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="color: red">',
        "<style>p { color: red }</style>",
        "<script>alert(1)</script>",
        '<script type="module" src="a.js">alert(1)</script>',
        '<button class="x" onclick="go()">',
        '<a href="javascript:go()">',
        "{{ text|safe }}",
        "{% autoescape off %}",
        '<img src="//example.org/a.png">',
        '<link href="https://example.org/a.css">',
        "{% for one in village.posting_set.all %}",
        '{{ entry.done_on|date:"n月j日" }}',
    ],
)
def test_the_guard_sees_in_a_template(bad):
    assert spots(bad)


@pytest.mark.parametrize(
    "good",
    [
        '<script type="module" src="{% static \'a.js\' %}"></script>',
        '<b class="on">{{ text }}</b>',
        "<p>online = 1",
        '{{ at|date:"c" }} {{ month|date:"Y年n月j日" }} {{ at|date:"G点" }} {{ entry.done_on|day }}',
    ],
)
def test_the_guard_passes_over_in_a_template(good):
    assert not spots(good)


def test_the_guard_sees_htmx_in_a_part_of_a_residents_page():
    page = {"resident.html": "", "a.html": '{% extends "resident.html" %}{% include "b.html" %}', "b.html": "hx-get"}

    assert with_htmx(page) == ["b.html"]
