"""一页纸: what each person does on which day, on one sheet. The words are the first part of the guides in docs/."""

import re
from dataclasses import dataclass
from functools import cache

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from config.settings import BASE_DIR
from menkou.accounts.doors import shell_of
from menkou.core.actors import Actor, Role
from menkou.core.errors import NOT_FOUND, Absent
from menkou.oversight.menu import menu_for

GUIDES = {  # the last part of the address, which is also the name of the guide: whose sheet it is
    "resident": "村（居）民",
    "cadre": "村（社区）干部",
    "adviser": "法律顾问",
    "institution": "机构负责人",
    "judicial-office": "司法所",
    "bureau": "区司法局",
}
OF_ROLE = (  # whoever is several things is given the sheet of the first
    (Role.JUSTICE_BUREAU, "bureau"),
    (Role.JUDICIAL_OFFICE, "judicial-office"),
    (Role.INSTITUTION_DIRECTOR, "institution"),
    (Role.ADVISER, "adviser"),
    (Role.VILLAGE_CADRE, "cadre"),
    (Role.AUDITOR, "bureau"),
    (Role.OPERATOR, "bureau"),
)
SHEET = re.compile(r"^## 一页纸\n(.*?)(?=^## )", re.M | re.S)
ROW = re.compile(r"^\|(.+)\|(.+)\|$")
PAGE = re.compile(r"(「[^」]+」)")


@dataclass(frozen=True)
class Table:
    """Two columns: when and what, or what is wrong and what to do."""

    heads: tuple[str, str]
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sheet:
    """One page of paper."""

    lead: str
    tables: tuple[Table, ...]


def parse(guide: str) -> Sheet:
    """The sheet out of a guide's Markdown: a sentence, and tables of two columns under the heading 一页纸."""
    found = SHEET.search(guide)
    if found is None:
        raise ValueError("a guide begins with ## 一页纸")
    words, *rest = re.split(r"\n\n+", found[1].strip())
    return Sheet("".join(words.splitlines()), tuple(_table(part) for part in rest))


def _table(part: str) -> Table:
    cells = [ROW.match(line) for line in part.splitlines()]
    if None in cells:
        raise ValueError(f"a sheet holds tables of two columns and nothing else: {part[:60]}")
    heads, _, *rows = [(one[1].strip(), one[2].strip()) for one in cells if one]
    return Table(heads, tuple(rows))


@cache
def sheet_of(who: str) -> Sheet:
    """Read once: guides change with the code."""
    return parse((BASE_DIR / "docs" / f"guide-{who}.md").read_text())


def own(actor: Actor | None) -> str:
    """Whose sheet a person is led to; who is not signed in asks questions."""
    held = (who for role, who in OF_ROLE if actor and actor.has_role(role))
    return next(held, "resident")


def linked(words: str, pages: dict[str, str]) -> list[tuple[str, str]]:
    """Words in pieces: 「a page of one's own menu」 with its address, everything else without."""
    return [
        (piece, pages.get(piece.strip("「」"), "") if piece[0] == "「" else "") for piece in PAGE.split(words) if piece
    ]


@require_safe
def help_own(request):
    """帮助: to one's own sheet."""
    return HttpResponseRedirect(reverse("help_sheet", args=[own(request.actor)]))


@require_safe
def help_sheet(request, who):
    """一页纸 of one kind of person; none of them is a secret."""
    if who not in GUIDES:
        raise Absent(NOT_FOUND)
    actor = request.actor if request.actor.is_staff else None
    menu = menu_for(actor, "") if actor else []
    pages = {item["title"]: item["url"] for group in menu for item in group["items"]}
    sheet = sheet_of(who)
    tables = [
        {"heads": table.heads, "rows": [[linked(cell, pages) for cell in row] for row in table.rows]}
        for table in sheet.tables
    ]
    facts = {
        "shell": shell_of(actor) if actor else "resident.html",
        "title": GUIDES[who],
        "lead": linked(sheet.lead, pages),
        "tables": tables,
        "others": [(name, title) for name, title in GUIDES.items() if name != who],
    }
    return render(request, "help/sheet.html", facts)
