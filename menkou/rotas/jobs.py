"""What nobody asks for: whoever is away when their turn comes is stood in for, and a merged village's turns go along."""

from menkou.core.actors import CLOCK
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written
from menkou.places.models import District
from menkou.rotas import actions as rotas
from menkou.rotas import queries
from menkou.rotas.substituting import actions


@sweep
def ask_for_absent() -> None:
    """Asked at every sweep, so that a leave put down later, or while the worker stood still, is seen as well."""
    if queries.away_unsaid().exists():
        actions.ask_for_absent(by=CLOCK, district=District.objects.get(pk=district_being_written()))


@sweep
def bring_along() -> None:
    """What was arranged in a village at the very moment when it was merged."""
    rotas.pass_on(by=CLOCK, district=District.objects.get(pk=district_being_written()))
