"""Somebody speaks into a form and sends it; who stands near 红花村 where a matter is kept from its two."""

from menkou.consultations.tests.near import adviser_third, ask_about, near, third
from menkou.consultations.tests.spoken import say, send

__all__ = ["adviser_third", "ask_about", "near", "say", "send", "third"]
