"""A choice among hundreds says what Django's own does."""

from django import forms
from django.test.html import parse_html

from menkou.core.forms import LongSelect

CHOICES = [("", "全部"), ("1", "一 & 二"), ("2", "<二>")]


def test_a_long_choice_is_the_same_as_django_s():
    for value in ("", "2", None):
        ours, theirs = (kind(choices=CHOICES, attrs={"class": "c"}) for kind in (LongSelect, forms.Select))

        assert parse_html(ours.render("n", value, {"id": "i"})) == parse_html(theirs.render("n", value, {"id": "i"}))
