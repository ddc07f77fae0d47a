"""Somebody speaks into a form and sends it."""

from menkou.consultations.tests.spoken import say, send

__all__ = ["say", "send"]
