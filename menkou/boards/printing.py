"""Boards as papers.Batch takes them: set some townships at a time, then put on record exactly what was set."""

import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import IO

from menkou.accounts import queries as accounts
from menkou.boards import actions, queries
from menkou.boards.carriers import setting
from menkou.boards.facts import CARRIERS, Paper, missing
from menkou.boards.models import Board
from menkou.core.errors import Conflict, Refused
from menkou.core.scope import within
from menkou.papers import typefaces
from menkou.papers.makers import NOT_SET, CannotMake, Say, register
from menkou.papers.models import Batch
from menkou.places.models import District

MAKER = "boards"
CHANGED = "做的时候，牌上的内容改了。请再取一次。"
Group = tuple[str, list[Paper]]


@register(MAKER, "公示牌和联系卡", page="boards:boards")
def write(batch: Batch, file: IO[bytes], say: Say) -> None:
    """One PDF, or a zip with one for each township and carrier. Raises CannotMake, Overtaken, NoFont, OSError."""
    typefaces.demand()
    with within(batch.district_id):
        papers = queries.papers_of(_boards(batch))
    demand_whole(papers)
    groups = grouped(papers)
    try:
        if batch.kind == Batch.Kind.PDF:
            setting.write(groups[0][1], file)
        else:
            _bundle(groups, file, say)
    except setting.TooLong as where:
        raise CannotMake(f"{where}的字太多，一页排不下。请把公示内容写短些，再取一次。") from where
    except subprocess.SubprocessError as error:
        raise CannotMake(NOT_SET) from error
    _record(batch, papers)


def grouped(papers: Sequence[Paper]) -> list[Group]:
    """The papers of one township and carrier together, under the name of their file."""

    def name(one: Paper) -> str:
        return f"{one.facts.township}/{one.facts.township}-{CARRIERS[one.carrier]}.pdf"

    return [(where, list(found)) for where, found in groupby(sorted(papers, key=name), key=name)]


def kind_for(boards: Sequence[Board]) -> str:
    """One township and carrier are one file; more are a zip."""
    return Batch.Kind.PDF if len({(one.village.township_id, one.carrier) for one in boards}) == 1 else Batch.Kind.ZIP


def demand_whole(papers: Sequence[Paper]) -> None:
    """Raises CannotMake where a board could not say all that it must."""
    for one in papers:
        if lacks := missing(one.facts):
            raise CannotMake(f"{one.facts.village}还不能印，先补上：{'；'.join(lacks)}。")


def _bundle(groups: list[Group], file: IO[bytes], say: Say) -> None:
    done = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as bundle:
        for some in _in_parts(groups):
            say(done)
            with setting.documents([papers for _, papers in some]) as made:
                for (name, papers), document in zip(some, made, strict=True):
                    bundle.write(document, name)
                    done += len(papers)


def _in_parts(groups: list[Group]) -> Iterator[list[Group]]:
    """As many groups as one child sets, between two looks at how far the batch is."""
    part: list[Group] = []
    for group in groups:
        if part and sum(len(papers) for _, papers in [*part, group]) > setting.AT_A_TIME:
            yield part
            part = []
        part.append(group)
    if part:
        yield part


def _record(batch: Batch, papers: Sequence[Paper]) -> None:
    """The printing is recorded by who asked for it; where the facts are others by now, nothing was printed."""
    with within(batch.district_id):
        by, district = accounts.actor_for(batch.asked_by), District.objects.get(pk=batch.district_id)
        if list(queries.papers_of(_boards(batch))) != list(papers):
            raise CannotMake(CHANGED)
        try:
            actions.record_printing(by=by, district=district, boards=_boards(batch))
        except (Conflict, Refused) as problem:
            raise CannotMake(str(problem)) from problem


def _boards(batch: Batch) -> list[Board]:
    return list(queries.in_order(Board.objects.filter(pk__in=batch.contracts)))
