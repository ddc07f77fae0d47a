"""A menu's links: forty on every page of staff, written in one go."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
ITEM = '<li><a href="{}"{}>{} <span class="badge"{}{}>{}</span></a></li>'
CURRENT, HIDDEN = mark_safe(' aria-current="page"'), mark_safe(" hidden")  # noqa: S308  # our own words


@register.simple_tag
def menu_items(items: Iterable[Mapping[str, Any]]) -> SafeString:
    """Each with its count, which is hidden where there is none, and named where a page brings it up to date."""
    return format_html_join(
        "",
        ITEM,
        (
            (
                one["url"],
                CURRENT if one["current"] else "",
                one["title"],
                format_html(' id="count-{}"', one["key"]) if one.get("key") else "",
                "" if one["count"] else HIDDEN,
                one["count"],
            )
            for one in items
        ),
    )
