"""检查包 as papers.Batch takes it: a zip with the list in Excel, the chain, a copy of the anchors, how to verify, and with what."""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

from menkou.accounts import queries as accounts
from menkou.audit import actions, choosing, exporting, queries, sheets, verify
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.chain import anchors
from menkou.core.errors import Refused
from menkou.core.scope import within
from menkou.papers.makers import CannotMake, Say, register
from menkou.papers.models import Batch
from menkou.places.models import District

MAKER, ROLES = "audit", (Role.JUSTICE_BUREAU, Role.AUDITOR)
README = Path(__file__).with_name("readme.txt")
AT_A_TIME = 2000


@register(MAKER, "审计检查包", page="audit:lines", roles=ROLES)
def write(batch: Batch, file: IO[bytes], say: Say) -> None:
    """One zip; that it was taken is its last line. Raises CannotMake, Overtaken, OSError."""
    with within(batch.district_id):
        by, district = accounts.actor_for(batch.asked_by), District.objects.get(pk=batch.district_id)
        try:
            actions.take_pack(by=by, district=district, rows=exporting.next_number())
        except Refused as problem:
            raise CannotMake(str(problem)) from problem
        so_far = exporting.taken()
    say(0)
    chosen = choosing.chosen_from(batch.about)
    with within(batch.district_id), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        asked = [("取的人", by.name), *sheets.said_of(chosen, dict(queries.people()))]
        with pack.open("审计记录.xlsx", "w", force_zip64=True) as part:
            rows = sheets.written(part, district.name, asked, _rows(by, chosen))
        held = _put_chain(pack, district, so_far)
        for path in _anchor_files(district):
            pack.write(path, f"anchors/{path.name}")
        program = Path(verify.__file__ or "").read_bytes()
        pack.writestr("verify.py", program)
        facts = {"district": district.name, "by": by.name, "rows": rows, "links": so_far.links, "held": held}
        pack.writestr("请先看我.txt", _readme(facts, chosen, program))


def _put_chain(pack: zipfile.ZipFile, district: District, so_far: exporting.Taken) -> int:
    """The chain up to a number; returns how many of its lines were held back."""
    held = 0
    with pack.open("export.jsonl", "w", force_zip64=True) as part, TextIOWrapper(part, "utf-8", newline="\n") as text:
        text.write(exporting.header(district, so_far))
        for line in exporting.lines(so_far.links, exporting.of_residents):
            held += '"line": "' in line and '"id": "' not in line
            text.write(line)
    return held


def _anchor_files(district: District) -> Iterator[Path]:
    with suppress(OSError):
        yield from sorted(anchors.folders()[0].glob(f"{district.slug}.*.jsonl"))


def _rows(by: Actor, chosen: queries.Chosen) -> Iterator[sheets.Row]:
    """Lines in words, some at a time."""
    lines, last = queries.listed(by, chosen), None
    while some := list(queries.after(lines, last)[:AT_A_TIME]):
        numbers = queries.numbers(some)
        yield from (sheets.row_of(line, numbers.get(line.pk)) for line in some)
        last = some[-1].pk


def _readme(facts: dict[str, Any], chosen: queries.Chosen, program: bytes) -> str:
    known = dict(queries.people()) if chosen.who else {}
    asked = "；".join(f"{name}：{words}" for name, words in sheets.said_of(chosen, known))
    at = f"{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    return README.read_text().format(**facts, asked=asked, made_at=at, program=hashlib.sha256(program).hexdigest())
