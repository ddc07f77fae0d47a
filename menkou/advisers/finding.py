"""找人: advisers and institutions by a part of the name, by its sound or initials; advisers by the end of a phone as well."""

from django.db.models import Q, QuerySet

from menkou.advisers.models import Institution, Registration
from menkou.places.rules import sounds

PHONE_TAIL = 4  # digits, from which on a number is the end of a phone


def people(found: QuerySet[Registration], typed: str) -> QuerySet[Registration]:
    """Those of them that are so called, or are of an institution that is, or whose phone ends so."""
    typed = sounds.tidy(typed)
    said = _called(typed, "adviser__") | _called(typed, "institution__")
    if typed.isdigit() and len(typed) >= PHONE_TAIL:
        said |= Q(phone__endswith=typed)
    return found.filter(said) if typed else found


def institutions(found: QuerySet[Institution], typed: str) -> QuerySet[Institution]:
    """Those of them that are so called."""
    typed = sounds.tidy(typed)
    return found.filter(_called(typed)) if typed else found


def of_institution(typed: str, prefix: str) -> Q:
    """The condition on what hangs on an institution that is so called; on nothing where nothing was typed."""
    typed = sounds.tidy(typed)
    return _called(typed, prefix) if typed else Q(pk=None)


def _called(typed: str, prefix: str = "") -> Q:
    """A letter in a name stands in its sound as well; what code from before wrote is found by its name alone."""
    said = Q(**{f"{prefix}name__icontains": typed})
    return said | Q(**{f"{prefix}sound__regex": sounds.sounding(typed)}) if sounds.LETTERS.fullmatch(typed) else said
