"""Contracts to take, a home to put them in, and the worker's hand."""

from itertools import count

import pytest

from menkou.engagements.models import Contract
from menkou.papers import actions
from menkou.papers.models import Batch
from menkou.papers.tests.making import UNTIL, contracts
from menkou.places.models import Village
from tests.cast import LONG_AGO


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.MENKOU_HOME = tmp_path
    return tmp_path


@pytest.fixture
def engage(townships, institutions):
    """More contracts, each of a village of its own."""
    numbers = count(300)

    def engage(how_many: int = 1, name: str = "") -> list[Contract]:
        made = []
        for number in (next(numbers) for _ in range(how_many)):
            village = Village.objects.create(
                code=f"999901001{number}",
                name=name or f"第{number}村委会",
                township=townships["here"],
                kind="village",
                valid_from=LONG_AGO,
            )
            made.append(
                Contract.objects.create(
                    village=village, institution=institutions["firm"], valid_from=LONG_AGO, valid_until=UNTIL
                )
            )
        return made

    return engage


@pytest.fixture
def asked(engage, bureau, district):
    def asked(how_many: int = 3, kind: str = "word") -> Batch:
        engage(how_many)
        return actions.ask(by=bureau, district=district, contracts=contracts(), kind=kind)

    return asked
