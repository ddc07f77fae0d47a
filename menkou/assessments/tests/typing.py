"""What stands in the boxes of a page, as a browser would send it."""

from html.parser import HTMLParser
from typing import Any


class Boxes(HTMLParser):
    """Names and values of the boxes of a page's main form."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Any] = {}
        self.name, self.text = "", False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        said = dict(attrs)
        name = said.get("name") or ""
        if tag == "input" and said.get("type") == "checkbox":
            self.found.setdefault(name, [])
            if "checked" in said:
                self.found[name].append(said.get("value"))
        elif tag == "input" and name:
            self.found[name] = said.get("value") or ""
        elif tag == "select":
            self.name = name
        elif tag == "option" and (self.name not in self.found or "selected" in said):
            self.found[self.name] = said.get("value") or ""
        elif tag == "textarea":
            self.name, self.text, self.found[name] = name, True, ""

    def handle_data(self, data: str) -> None:
        if self.text:
            self.found[self.name] += data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.text = False


def typed(response) -> dict[str, Any]:
    """All boxes of a page, but the token."""
    boxes = Boxes()
    boxes.feed(response.content.decode())
    return {name: value for name, value in boxes.found.items() if name != "csrfmiddlewaretoken"}
