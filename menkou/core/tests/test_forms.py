"""A choice among hundreds says what Django's own does, and what is written in one go is as safe as a template."""

import pytest
from django import forms
from django.template import Context, Template
from django.test.html import parse_html
from django.utils.safestring import mark_safe

from menkou.core.forms import LongSelect

CHOICES = [("", "全部"), ("1", "一 & 二"), ("2", "<二>"), (0, "零"), ('"><', "'")]
RUDE = """<b onclick='x("y")'>&amp;"""


@pytest.mark.parametrize("value", ["", "2", None, 0, "0", '"><', RUDE])
def test_a_long_choice_is_the_same_as_django_s(value):
    ours, theirs = (kind(choices=CHOICES, attrs={"class": "c"}) for kind in (LongSelect, forms.Select))

    assert parse_html(ours.render("n", value, {"id": "i"})) == parse_html(theirs.render("n", value, {"id": "i"}))


def test_a_choice_of_nothing_has_no_key():
    assert '<option value="">不选</option>' in LongSelect(choices=[(None, "不选")]).render("n", "1")


def test_choices_in_groups_are_refused():
    with pytest.raises(TypeError):
        LongSelect(choices=[("镇", [("1", "一")])]).render("n", "")


def test_words_that_somebody_typed_are_escaped_though_the_same_were_shown_as_our_own():
    for _ in "12":
        ours = LongSelect(choices=[("1", mark_safe(RUDE))]).render("n", "")
        theirs = LongSelect(choices=[("1", RUDE)]).render("n", "")
        assert RUDE in ours
        assert "<b" not in theirs


def test_names_in_cells_and_menus_are_escaped():
    cell = {"state": RUDE, "label": RUDE}
    item = {"url": RUDE, "title": RUDE, "key": RUDE, "count": 1, "current": False}
    said = Template("{% load cells menus %}{% village_cells cells %}{% menu_items items %}").render(
        Context({"cells": [cell, {**cell, "url": RUDE}], "items": [item, {**item, "key": "", "count": 0}]})
    )

    assert said.count("&lt;b onclick=&#x27;x(&quot;y&quot;)&#x27;&gt;&amp;amp;") == 2 + 3 + 3 + 2
    assert "<b" not in said
