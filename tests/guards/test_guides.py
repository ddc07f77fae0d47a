"""What the guides name is there: pictures, pages of the reader's own menu, and the words on what is to be pressed."""

import re
from collections.abc import Iterator

import pytest
from django.urls import set_urlconf

from config import helping
from menkou.oversight.menu import menu_for
from tests.guards.sources import ROOT, shipped

DOCS = ROOT / "docs"
READERS = {  # whose menu a guide speaks of: a fixture of the cast; residents have none
    "cadre": "cadre",
    "adviser": "adviser_a",
    "institution": "director",
    "judicial-office": "office",
    "bureau": "bureau",
}
EVERYBODY = [*READERS.values(), "auditor", "operator"]
PICTURE, LINK = re.compile(r"!\[[^\]]*\]\(([^)]+)\)"), re.compile(r"(?<!!)\[[^\]]*\]\(([^)#]+\.md)\)")
PAGE, BUTTON = re.compile("「(.+?)」"), re.compile("【(.+?)】")
TAG, COMMENT = re.compile(r"<[^>]+>|{%.*?%}"), re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", re.S)
MOST_PICTURES, MOST_BYTES = 3, 1_600_000  # a new guide's; of docs/pictures together
OPENING = "bureau"  # walks through a whole set-up, with a picture of each step


def guides() -> dict[str, str]:
    return {who: (DOCS / f"guide-{who}.md").read_text() for who in helping.GUIDES}


def words_of_the_app() -> str:
    """Everything that a page may say, with markup and without."""
    pages = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("menkou/*/templates/**/*.html")]
    texts = [COMMENT.sub("", one.read_text()) for one in pages]
    scripts = [one.read_text() for one in ROOT.glob("static/menkou/*.js")]
    return "\n".join([*texts, *(TAG.sub("", text) for text in texts), *scripts, *shipped().values()])


def menu_of(actor) -> set[str]:
    return {item["title"] for group in menu_for(actor, "") for item in group["items"]}


def faults(guide: str, own: set[str], all_menus: set[str], words: str) -> list[str]:
    """What a guide names and its reader will not find."""
    found = [f"picture {one}" for one in PICTURE.findall(guide) if not (DOCS / one).is_file()]
    found += [f"guide {one}" for one in LINK.findall(guide) if not (DOCS / one).is_file()]
    for name in sorted(set(PAGE.findall(guide)) - own):
        is_linked = name not in all_menus and re.search(rf"(?:title %}}|>){re.escape(name)}(?:{{%|</)", words)
        found += [] if is_linked else [f"page {name}"]
    found += [f"button {one}" for one in sorted(set(BUTTON.findall(guide))) if one.split("…")[0] not in words]
    return found


@pytest.fixture
def menus(request) -> Iterator[dict[str, set[str]]]:
    set_urlconf("config.district_urls")
    yield {name: menu_of(request.getfixturevalue(name)) for name in EVERYBODY}
    set_urlconf(None)


def test_guides_name_what_their_readers_find(menus):
    words, everything = words_of_the_app(), set().union(*menus.values())
    found = {
        who: faults(text, menus.get(READERS.get(who, ""), set()), everything, words) for who, text in guides().items()
    }

    assert {who: said for who, said in found.items() if said} == {}
    assert all(PAGE.search(text) for who, text in guides().items() if who in READERS)


@pytest.mark.parametrize(
    "seeded",
    [
        "![x](pictures/not-there.png)",
        "[x](not-there.md)",
        "打开「考核办法」",
        "打开「没有的页面」",
        "点【没有这个按钮】",
    ],
)
def test_the_guard_sees_what_a_cadre_will_not_find(menus, seeded):
    everything = set().union(*menus.values())

    assert len(faults(seeded, menus["cadre"], everything, words_of_the_app())) == 1
    assert faults("「村里的事」【登记一件】", menus["cadre"], everything, words_of_the_app()) == []


def test_every_guide_begins_with_its_one_page():
    for who, text in guides().items():
        sheet = helping.sheet_of(who)

        assert text.index("## 一页纸") == text.index("\n## ") + 1, who
        assert [table.heads[0] for table in sheet.tables] == ["什么时候", "遇到了"], who
        told = "".join(what + cure for table in sheet.tables[1:] for what, cure in table.rows)
        assert all(
            word in told for word in (("没信号",) if who == "resident" else ("没网", "忘了密码", "错了", "换"))
        ), who


@pytest.mark.parametrize("bad", ["# 指南\n\n## 别的\n", "## 一页纸\n\n话\n\n- 一条\n\n## 后面\n"])
def test_a_guide_without_a_page_like_the_others_is_refused(bad):
    with pytest.raises(ValueError, match="一页纸|two columns"):
        helping.parse(bad)


def test_pictures_are_few_small_and_all_used():
    used = {one for text in guides().values() for one in PICTURE.findall(text)}
    used |= {
        one.removeprefix("docs/")
        for name in ("README.md", "README.zh.md")
        for one in PICTURE.findall((ROOT / name).read_text())
    }
    there = {f"pictures/{one.name}": one.stat().st_size for one in (DOCS / "pictures").iterdir()}

    assert set(there) - used == set()
    assert sum(there.values()) < MOST_BYTES
    assert {who for who, text in guides().items() if len(PICTURE.findall(text)) > MOST_PICTURES} <= {OPENING}


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_both_readmes_lead_to_every_guide(readme):
    text = (ROOT / readme).read_text()

    assert [who for who in helping.GUIDES if f"(docs/guide-{who}.md)" not in text] == []
