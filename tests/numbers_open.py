"""Whether each number on a page opens its rows, or says why it may not: read from the page as anybody gets it."""

import re
from html import unescape

FIGURE = re.compile(
    r"<li[^>]*>\s*(?:<a href=\"(?P<url>[^\"]+)\">|<div>)(?P<label>[^<]*)<b>(?P<value>[^<]*)</b>(?P<note>[^<]*)"
)
FIGURES = re.compile(r'<ul class="figures">(.*?)</ul>', re.S)
CELL = re.compile(r'<td class="number">\s*(.*?)\s*</td>', re.S)
LINK = re.compile(r'<a href="([^"]+)">[^<]+</a>')
WORDS = re.compile(r"<span title=\"[^\"]+\">[^<]+</span>")
NOTHING = re.compile(r"(?:<span[^>]*>)?0(?:\.0)?(?:</span>)?")


def figures(page: str) -> list[dict[str, str]]:
    return [one.groupdict(default="") for part in FIGURES.findall(page) for one in FIGURE.finditer(part)]


def unexplained(page: str) -> list[str]:
    """Figures with neither rows nor a reason, and cells of reports with a number and neither."""
    found = [one["label"] for one in figures(page) if not one["url"] and not one["note"].strip()]
    for cell in CELL.findall(page):
        if not (LINK.fullmatch(cell) or WORDS.fullmatch(cell) or NOTHING.fullmatch(cell)):
            found.append(cell)
    return found


def addresses(page: str) -> list[str]:
    """Where the numbers lead, each page once, without the part that is on the page itself."""
    urls = [one["url"] for one in figures(page) if one["url"]]
    urls += [link[1] for cell in CELL.findall(page) if (link := LINK.fullmatch(cell))]
    return list(dict.fromkeys(unescape(one).split("#")[0] for one in urls if not one.startswith("#")))
