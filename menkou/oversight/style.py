"""The style page: every component in every state, in the three shells and sizes. All names and numbers are invented."""

from datetime import timedelta
from typing import Any

import segno
from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from menkou.core.errors import NOT_FOUND, Absent

SHELLS = {"resident": "村民", "adviser": "法律顾问", "desk": "办公桌"}
SIZES = {"standard": "标准", "large": "大", "largest": "特大"}
CELL_WORDS = {
    "done": "本月已到村", "planned": "已约未到", "due": "今天到期", "overdue": "超时未答", "none": "还没安排",
}  # fmt: skip
TOWNSHIPS = [
    ("东关街道", 18, 2, 1, 0, 2), ("西桥街道", 12, 6, 0, 0, 2), ("新城街道", 22, 6, 1, 1, 3),
    ("大柳镇", 27, 2, 0, 0, 7), ("双槐镇", 33, 1, 0, 0, 4), ("石门镇", 39, 3, 1, 1, 16),
    ("枣林镇", 16, 2, 1, 1, 1), ("青堤镇", 23, 3, 0, 1, 2),
]  # fmt: skip
MENU = [
    ("", [("工作台", 6), ("咨询", 0), ("到村服务", 0)]),
    ("队伍", [("村（社区）", 0), ("法律顾问", 0), ("律所与法律服务所", 0), ("合同与续签", 3)]),
    ("材料", [("报表与台账", 0), ("公示牌与二维码", 0)]),
]


class QuestionForm(forms.Form):
    """A form with one of each kind of field, shown with its mistakes."""

    question = forms.CharField(
        label="您想问什么？",
        help_text="想到哪儿写到哪儿，写几个字也行。",
        max_length=500,
        widget=forms.Textarea(attrs={"data-count": "", "rows": 4}),
        error_messages={"required": "还没写您想问的事"},
    )
    phone = forms.RegexField(
        r"^1\d{10}$",
        label="您的手机号",
        required=False,
        help_text="只用来给您回电话。",
        error_messages={"invalid": "手机号少一位：1380000000"},
    )
    topic = forms.ChoiceField(
        label="跟什么有关？",
        choices=[("land", "宅基地、土地"), ("wages", "打工没给钱"), ("family", "分家、养老")],
        widget=forms.RadioSelect,
        error_messages={"required": "跟什么有关，请点一个"},
    )
    agree = forms.BooleanField(label="顾问有事时，可以请替班的人接着看", required=False)


class FilterForm(forms.Form):
    """The filters of a list."""

    word = forms.CharField(label="村名、姓名", required=False)
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), ("overdue", "超时")], required=False)


@require_safe
def style(request) -> HttpResponse:
    """Show the components in the shell and size named by ?shell= and ?size=."""
    if not request.district.is_demo:
        raise Absent(NOT_FOUND)  # invented facts have no place beside real ones
    shell = request.GET.get("shell", "resident")
    shell = shell if shell in SHELLS else "resident"
    context = {"shell": shell, "shell_template": f"{shell}.html", "shells": SHELLS, "sizes": SIZES, **_sample()}
    if request.GET.get("size") in SIZES:
        context["text_size"] = request.GET["size"]
    return render(request, "oversight/style.html", context)


def _sample() -> dict[str, Any]:
    now = timezone.now()
    return {
        "demo": True,
        "place": "示例区司法局",
        "user": {"name": "张科长（演示）"},
        "menu": [_group(title, items) for title, items in MENU],
        "now": now,
        "until": now + timedelta(seconds=10),
        "soon": now + timedelta(hours=2),
        "qr": SafeString(segno.make("演示", micro=False, error="m").svg_inline(omitsize=True, border=2)),
        "services": ["回答法律问题", "看合同、看协议", "调解邻里、土地、婚姻家庭纠纷", "帮您找法律援助"],
        "form": QuestionForm({"question": "", "phone": "1380000000"}),
        "filters": FilterForm(),
        "page": Paginator(range(347), 50).page(2),
        "legend": [{"state": state, "word": word} for state, word in CELL_WORDS.items()],
        "townships": [_township(name, counts) for name, *counts in TOWNSHIPS],
        "figures": _figures(),
        "answer": "先别拆，也别吵。您把宅基地证找出来，看看四至那一页。\n\n周四我到村里，咱们一起去量一量。",
        "events": _events(),
        "columns": [
            {"title": "编号"},
            {"title": "村（社区）"},
            {"title": "状态"},
            {"title": "用时（小时）", "number": True},
        ],
        "rows": [_row(number) for number in range(1, 13)],
    }


def _group(title: str, items: list[tuple[str, int]]) -> dict[str, Any]:
    return {
        "title": title,
        "items": [{"url": "#", "title": name, "count": count, "current": name == "工作台"} for name, count in items],
    }


def _township(name: str, counts: list[int]) -> dict[str, Any]:
    states = [state for state, count in zip(CELL_WORDS, counts, strict=True) for _ in range(count)]
    cells = [
        {"url": "#grid", "label": f"{name[:1]}家{place}村（演示）：{CELL_WORDS[state]}", "state": state}
        for place, state in enumerate(states, start=1)
    ]
    return {"name": name, "count": len(cells), "url": "#grid", "cells": cells}


def _figures() -> list[dict[str, str]]:
    return [
        {"label": "已到村", "value": "190 / 267", "note": "71% · 上月同期 66%", "url": "#rows"},
        {"label": "新咨询", "value": "412", "note": "写字 58% · 电话 42%", "url": "#rows"},
        {"label": "首次回复中位数", "value": "3.2 小时", "note": "目标 4 工作小时", "url": "#rows"},
        {"label": "群众满意", "value": "94.1%", "note": "回评 231 份", "url": "#rows"},
        {"label": "▲ 已超时", "value": "6", "note": "涉及 4 名顾问", "url": "#rows", "state": "overdue"},
    ]


def _events() -> list[dict[str, str]]:
    return [
        {"when": "11月20日 09:12", "title": "送到了", "text": "按岗位分给李明（演示）律师"},
        {"when": "11月20日 10:03", "title": "律师看了", "text": ""},
        {"when": "11月20日 15:40", "title": "回了", "text": "用时 4 工作小时"},
    ]


def _row(number: int) -> dict[str, Any]:
    state = ["done", "planned", "due", "overdue", "none"][number % 5]
    return {
        "url": "#rows",
        "cells": [
            {"text": f"演示-{number:03}"},
            {"text": f"青槐{number}村"},
            {"text": CELL_WORDS[state], "state": state},
            {"text": f"{number * 0.7:.1f}", "number": True},
        ],
    }
