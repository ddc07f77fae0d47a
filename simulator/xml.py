"""XML as the platforms write it: flat, texts as CDATA, numbers bare."""

from typing import Any


def cdata(text: str) -> str:
    """Any text as CDATA; where it holds ]]> the section is closed and opened again inside it."""
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def write(fields: dict[str, Any], root: str = "xml") -> str:
    """Fields in order: numbers bare, texts as CDATA, dicts nested, lists repeated under their name."""
    inside = ""
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            inside += write(one, name) if isinstance(one, dict) else f"<{name}>{_plain(one)}</{name}>"
    return f"<{root}>{inside}</{root}>"


def _plain(value: Any) -> str:
    return str(value) if isinstance(value, int | float) else cdata(str(value))
