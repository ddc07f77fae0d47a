"""The verifier finds every tampering and names the first bad line; it needs nothing of ours to run."""

import ast
import json
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.audit import verify
from menkou.audit.tests.tampering import BEGINS, WAYS, chain, line_of, linked
from menkou.core.chain import digests
from tests.guards.sources import imports

EXPORT, ANCHORS = chain(70, every=15)
ANCHORED = sorted(json.loads(one)["number"] for one in ANCHORS)


def judged(export: list[str], anchors: list[str] = ANCHORS, **more):
    """What the verifier says: the kind of fault and the first bad line, or that all is well."""
    try:
        verify.judge(lambda: export, anchors, **more)
    except verify.Bad as bad:
        return bad.kind, bad.number
    return "well", 0


def tampered(seed: int):
    """What one random tampering was, its first bad line, and what the verifier says."""
    chance = Random(seed)
    rows, way = [json.loads(one) for one in EXPORT], WAYS[seed % len(WAYS)]
    first = way(chance, rows)
    return way.__name__, first, *judged([json.dumps(row, ensure_ascii=False) for row in rows])


def is_named(way: str, first: int, kind: str, number: int) -> bool:
    """Whether the first bad line was named: exactly, or, where only anchors tell, as the first after one that agrees."""
    after_an_anchor = max([0, *(one for one in ANCHORED if one < first)]) + 1
    only_anchors_tell = kind == "rechained" or (kind == "truncated" and way != "delete")
    return number == first or (only_anchors_tell and number == after_an_anchor)


@pytest.mark.parametrize("count", [1_000, pytest.param(10_000, marks=pytest.mark.nightly)])
def test_every_tampering_is_found_and_the_first_bad_line_named(count):
    found = [tampered(seed) for seed in range(count)]

    assert [one for one in found if one[2] == "well"] == []
    assert [one for one in found if not is_named(*one)] == []
    assert min(Counter(way for way, *_ in found).values()) == count // len(WAYS)


def test_what_was_not_touched_passes():
    found = verify.judge(lambda: EXPORT, ANCHORS)

    assert (found.district, found.count, found.anchored, found.late) == ("shili", 70, 70, 0)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda rows: rows[7].replace("陈明", "林芳"), ("edited", 7)),
        (lambda rows: rows[7].replace('"number": 7', '"number": 7, "number": 7'), ("edited", 7)),
        (lambda rows: rows[7].replace('"count"', '"note": "", "count"'), ("edited", 7)),
        (lambda rows: rows[7].replace('"number": 7', '"number": 7.0'), ("edited", 7)),
        (lambda rows: "[" * 100_000, ("edited", 7)),
        (lambda rows: json.dumps({**json.loads(rows[7]), "count": True}), ("edited", 7)),
    ],
)
def test_a_line_that_reads_like_another_is_no_way_round(spoil, said):
    assert judged([*EXPORT[:7], spoil(EXPORT), *EXPORT[8:]]) == said


def test_a_line_that_the_database_has_no_more_is_named():
    place = {name: json.loads(EXPORT[9])[name] for name in ("number", "linked_at", "digest")}

    assert judged([*EXPORT[:9], json.dumps({**place, "gone": True}), *EXPORT[10:]]) == ("deleted", 9)


def test_an_old_export_passes_and_says_how_far_the_anchors_have_come():
    old, anchors = chain(50, every=15)
    found = verify.judge(lambda: old, ANCHORS)

    assert judged(old, anchors) == ("well", 0)
    assert (found.count, found.anchored, found.latest) == (50, 45, 70)


def test_whoever_knows_when_it_was_taken_finds_an_end_cut_off_though_the_file_says_it_is_old():
    old, _ = chain(50, every=15)

    assert judged(old, ANCHORS, until=BEGINS.replace(hour=1, minute=11)) == ("truncated", 46)


def test_two_anchors_that_disagree_are_named_and_one_cut_off_is_passed_over():
    other = ANCHORS[1].replace('"digest": "', '"digest": "0')

    assert judged(EXPORT, [*ANCHORS, other]) == ("rechained", 30)
    assert judged(EXPORT, [*ANCHORS, ANCHORS[0][:30], "", '{"district": "shili"}']) == ("well", 0)


@pytest.mark.parametrize("anchors", [[], [one.replace("shili", "nebenan") for one in ANCHORS]])
def test_without_an_anchor_nothing_is_proved(anchors):
    with pytest.raises(verify.CannotTell, match="锚"):
        verify.judge(lambda: EXPORT, anchors)


def test_a_house_that_links_by_itself_is_found_out_by_the_anchors_alone():
    """The fault that the anchors are for: without them a chain made anew looks like any other."""
    other, own = chain(70, every=40)
    forged = [row.replace("陈明", "张三") for row in other]
    rows = [json.loads(row) for row in forged]
    linked(rows)
    forged = [json.dumps(row, ensure_ascii=False) for row in rows]

    assert judged(forged, [json.dumps({**json.loads(own[-1]), "digest": rows[-1]["digest"]})]) == ("well", 0)
    assert judged(forged, own) == ("rechained", 1)


words = st.text(st.characters(codec="utf-8"), max_size=20)


@given(
    st.uuids(),
    st.datetimes(BEGINS.replace(tzinfo=None, year=1970)),
    words,
    words,
    words,
    st.none() | st.integers(0, 2**31),
)
def test_product_and_verifier_mean_the_same_bytes(pk, at, by, what, subject, count):
    at, number = at.replace(tzinfo=BEGINS.tzinfo), 7
    line = digests.of_line(pk, at, by, what, subject, count)
    made = digests.of_link(digests.NOTHING, "shili", number, at, line)
    place = {"number": number, "linked_at": digests.moment(at), "digest": made.hex()}
    said = {"id": str(pk), "at": digests.moment(at), "by": by, "what": what, "subject": subject, "count": count}
    row = verify._row(json.dumps({**place, **said}))

    assert row.line == line.hex()
    assert verify._link(verify.NOTHING, "shili", row) == made.hex()


@given(st.lists(words, min_size=1, max_size=3), st.lists(words, min_size=1, max_size=3))
def test_no_two_lists_of_words_are_the_same_bytes(one, other):
    assert (digests._digest(b"x", *one) == digests._digest(b"x", *other)) is (one == other)


def test_no_null_is_a_zero():
    facts = UUID(int=1), BEGINS, "a", "b", "c"

    assert len({digests.of_line(*facts, count) for count in (None, 0, 1)}) == 3


@pytest.fixture
def alone(tmp_path):
    """The program, copied to a place where there is nothing else, and run by Python without our packages."""
    program = tmp_path / "verify.py"
    program.write_text(Path(verify.__file__ or "").read_text())
    (tmp_path / "anchors").mkdir()
    (tmp_path / "anchors" / "shili.2026.jsonl").write_text("\n".join(ANCHORS))

    def run(lines: list[str], *words: str):
        (tmp_path / "export.jsonl").write_text("\n".join(lines))
        command = [sys.executable, "-I", "-S", str(program), str(tmp_path / "export.jsonl"), *words]
        command += [] if words else [str(tmp_path / "anchors")]
        return subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"})

    return run


def test_it_runs_by_itself_and_its_exit_code_tells(alone):
    well, bad, unread = alone(EXPORT), alone([*EXPORT[:40], *EXPORT[41:]]), alone(["{}"])

    assert (well.returncode, "70 行一行不少" in well.stdout) == (0, True)
    assert (bad.returncode, "第 40 行没有了" in bad.stdout) == (1, True)
    assert (unread.returncode, "没法验" in unread.stderr) == (2, True)
    assert alone(EXPORT, "nowhere").returncode == 2


def test_it_needs_nothing_but_python():
    taken = {module.split(".")[0] for module, _ in imports(ast.parse(Path(verify.__file__ or "").read_text()))}

    assert taken <= sys.stdlib_module_names


@pytest.mark.parametrize("made_at", ["2026-99-05T12:00:00.000000Z", "٢٠٢٦-03-05T12:00:00.000000Z"])
def test_a_first_line_of_no_such_day_is_no_export(made_at):
    head = {**json.loads(EXPORT[0]), "made_at": made_at}
    with pytest.raises(verify.CannotTell, match="导出的时间"):
        verify.judge(lambda: [json.dumps(head), *EXPORT[1:]], ANCHORS)


@pytest.mark.parametrize("at", ["2026-03-01T01:10:00", "0001-01-01", "9999-12-31T23:59:59.999999Z"])
def test_an_anchor_copied_by_hand_without_a_zone_is_read_in_beijing_time(at):
    said = json.dumps({**json.loads(ANCHORS[0]), "at": at})

    assert judged(EXPORT, [*ANCHORS, said, "[" * 100_000]) == ("well", 0)
    assert judged(EXPORT, [*ANCHORS, said.replace('"digest": "', '"digest": "0')])[0] == "rechained"


def test_what_is_held_back_is_counted_for_whoever_reads():
    """Whoever hands a pack over could hold back more than it says: whether a digest is a resident's, no program sees."""
    rows = [json.loads(row) for row in EXPORT]
    hidden = [{**{name: row[name] for name in verify.PLACE}, "line": line_of(row)} for row in rows[1:]]

    assert verify.judge(lambda: EXPORT, ANCHORS).held == 6
    assert verify.judge(lambda: [EXPORT[0], *map(json.dumps, hidden)], ANCHORS).held == 70


def test_a_pack_that_is_damaged_is_answered_in_words(tmp_path, capsys):
    packed, anchors = tmp_path / "pack.zip", tmp_path / "anchors.jsonl"
    anchors.write_text("\n".join(ANCHORS))
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("export.jsonl", "\n".join(EXPORT))
    assert verify.main([str(packed), str(anchors)]) == 0
    assert "其中 6 行只有摘要" in capsys.readouterr().out

    whole = packed.read_bytes()
    for place in range(40, len(whole), 7):
        packed.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        assert verify.main([str(packed), str(anchors)]) in (0, 1, 2), place  # and in no other way
