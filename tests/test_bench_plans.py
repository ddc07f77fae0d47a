"""bench-plan keeps what it found: a run that is killed and resumed loses and doubles nothing, and its ratios are right."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from bench import counties, journal, measuring, region, repairs, sections, times
from bench.contest import Run
from bench.measuring import Measured
from bench.plan import read
from menkou.postings.rules.clashes import certain_clashes

ABOUT = region.about(3.0)
SAID = {"advisers": 20, "value": 200.0, "bound": 190.0, "covers": "pairings", "broken": 0}
RUN = f"""
import pathlib, sys, time
from bench import journal, region
from bench.measuring import Measured

def draw(where, seconds):
    print(where, flush=True)
    time.sleep(float(sys.argv[2]))
    return Measured({SAID!r}, 1.0, 1.0, 50.0)

with journal.opened(pathlib.Path(sys.argv[1]), {ABOUT!r}) as found:
    region.planned(5, 3.0, found, lambda words: None, draw)
"""
FIRST_FIVE = [one.code for one in counties.counties()[:5]]


def planning(file, each_s):
    words = [sys.executable, "-c", RUN, str(file), str(each_s)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def kept(file):
    with journal.opened(file, ABOUT) as found:
        return found.found


def test_a_run_killed_in_the_middle_goes_on_where_it_stopped(tmp_path):
    file = tmp_path / "found"
    with planning(file, 0.2) as first:
        for _ in range(3):
            first.stdout.readline()  # two are kept, the third is being planned
        first.kill()
    before = [one["county"] for one in kept(file)]
    with planning(file, 0) as second:
        again = second.stdout.read().split()

    assert before == FIRST_FIVE[:2]
    assert again == FIRST_FIVE[2:]
    assert [one["county"] for one in kept(file)] == FIRST_FIVE


def test_a_line_cut_short_is_measured_again(tmp_path):
    file = tmp_path / "found"
    with journal.opened(file, ABOUT) as found:
        for code in FIRST_FIVE[:3]:
            found.add({"county": code})
    whole = file.read_bytes()
    for cut in (1, 5, len(whole.splitlines()[-1])):
        file.write_bytes(whole[:-cut])
        assert [one["county"] for one in kept(file)] == FIRST_FIVE[:2]
        assert file.read_bytes().endswith(b"\n")


def test_what_a_county_did_not_live_to_say_is_not_kept(tmp_path):
    with journal.opened(tmp_path / "found", ABOUT) as found:
        region.planned(1, 3.0, found, lambda words: None, lambda *_: Measured({}, 1.0, 1.0, 1.0))
        assert found.found == []
    assert not region.all_good([], 1)


@pytest.mark.parametrize("foreign", ["notes", "notes\n", "[]\n", '{"bench": "counties", "seconds": 9}\n'])
def test_a_file_of_somebody_else_is_left_alone(tmp_path, foreign):
    file = tmp_path / "found"
    file.write_text(foreign)
    with pytest.raises(journal.Unusable, match="name another file"):
        kept(file)

    assert file.read_text() == foreign


def test_a_file_that_cannot_be_opened_is_named(tmp_path):
    for place in (tmp_path, tmp_path / "no" / "such" / "folder"):
        with pytest.raises(journal.Unusable, match="cannot be opened"):
            kept(place)


def test_two_runs_do_not_write_to_one_file(tmp_path):
    with journal.opened(tmp_path / "found", ABOUT), pytest.raises(journal.Unusable, match="another run"):
        kept(tmp_path / "found")


def test_an_interrupted_bench_leaves_no_program_behind(tmp_path):
    told = tmp_path / "pid"
    endless = f"import os, pathlib, time; pathlib.Path({str(told)!r}).write_text(str(os.getpid())); time.sleep(60)"
    words = f"import sys; from bench.measuring import measured; measured([sys.executable, '-c', {endless!r}], 60)"
    with subprocess.Popen([sys.executable, "-c", words], stderr=subprocess.DEVNULL) as bench:
        while not (told.exists() and told.read_text()):
            time.sleep(0.02)
        bench.send_signal(signal.SIGINT)

    assert not os.path.exists(f"/proc/{told.read_text()}")


def test_a_program_that_outlasts_our_patience_has_said_nothing():
    slow = [sys.executable, "-c", "import time; print('{}', flush=True); print('{', flush=True); time.sleep(60)"]
    assert measuring.measured(slow, 0.3).said == {}
    assert measuring.measured([sys.executable, "-c", "print('{\"a\": 1}')"], 20).said == {"a": 1}


def run(seed, value, bound, broken=0):
    return Run(seed, "menkou plan", value, bound, broken, seconds=4.0, cpu_s=2.2, memory_mb=90.0)


def test_a_village_among_many_is_compared_with_one_alone():
    alone = times.Batch([run(1, 200, 190.0)], seconds=4.4, memory_mb=100.0)
    many = times.Batch([run(1, 200, 190.0), run(2, 100, 99.0), run(3, None, 90.0)], seconds=6.6, memory_mb=200.0)
    told = dict(zip(times.HEADS, many.row(alone), strict=True))

    assert (many.ms_a_village, alone.ms_a_village) == (5.0, 10.0)
    assert many.row(alone) == (
        *("3", "1,320", "2", "1.00%", "3.00%", "5.00%", "6.6", "4.0", "4.0"),
        *("5.0", "0.50", "5.0", "1.00", "200"),
    )
    assert told["memory MB"] == "200"


def test_a_county_is_counted_by_its_villages():
    place = counties.counties()[0]
    good = region.figures(place, Measured(SAID | {"value": 2.0 * place.villages, "bound": 0.0}, 1.2, 1.0, 80.0))
    none = region.figures(place, Measured({"advisers": 20, "why": "too short"}, 3.0, 1.0, 90.0))
    told = [dict(zip(region.HEADS, row, strict=True)) for row in region.rows([good, none], 3)]

    assert [one["cost a village"] for one in told] == ["2.0", "", "2.0"]
    assert told[0]["ms a village"] == f"{1200 / place.villages:.1f}"
    assert told[1]["value"] == "none: too short"
    assert told[2]["county"] == "1 of 3 planned"
    assert told[2]["seconds"] == "4.2"
    assert region.gap(good | {"broken": 1}) is None
    assert not region.all_good([good, none], 2)


def test_counties_are_real_in_size_and_have_enough_people():
    shipped = counties.counties()
    worlds = [counties.district(one) for one in shipped]

    assert len(shipped) == 60
    assert [one.code for one, world in zip(shipped, worlds, strict=True) if certain_clashes(world)] == []
    assert worlds[0] == counties.district(shipped[0])
    people = sum(len(world.advisers) for world in worlds) / sum(one.villages for one in shipped)
    assert people == pytest.approx(95 / 440, rel=0.02)


def test_a_repair_is_held_against_what_must_change():
    one = {"held": 3, "seconds": 0.5, "changed": 3, "broken": 0, "proven": True}
    told = repairs.Repairs("repair", [one, one | {"seconds": 2.0}, one | {"changed": 4, "proven": False}], 50.0)

    assert told.row == ("repair", "3", "3", "2", "10", "9", "2", "0", "0.50", "1.25", "2.00", "50")
    assert told.is_good
    assert not repairs.Repairs("repair", [one | {"changed": None}], 50.0).is_good
    assert not repairs.Repairs("repair", [], 50.0).is_good


def test_a_command_fills_its_own_block_alone(tmp_path):
    document = tmp_path / "page.md"
    document.write_text("# Page\n\n<!-- figures: one -->\nold\n<!-- end of one -->\n\nby hand\n")
    table = sections.markdown(("a", "b"), [("1", "2")])
    sections.write("one", "make one", table, document=document)
    sections.write("times 7", "make seven", table, document=document)
    sections.write("one", "make one again", table, document=document)
    told = document.read_text()

    assert "old" not in told
    assert "`make one`" not in told
    assert told.count("| 1 | 2 |") == 2
    assert told.index("make one again") < told.index("by hand") < told.index("## Times 7")


def test_the_document_has_a_block_for_every_command():
    told = sections.DOCUMENT.read_text()
    for name in ("yanzhou", "absence", "seeds", "rivals", "times 10", "times 100", "counties"):
        assert told.count(sections.BEGIN.format(name)) == told.count(sections.END.format(name)) == 1


@pytest.mark.parametrize(
    "words",
    [["--only", "x"], ["--times", "0"], ["--times", "2", "--counties", "2"], ["--counties", "61"], ["--resume", "f"]],
)
def test_a_command_line_that_means_nothing_is_refused(words, capsys):
    with pytest.raises(SystemExit):
        read(words)
    assert "error" in capsys.readouterr().err


def test_what_is_kept_is_plain_json(tmp_path):
    with journal.opened(tmp_path / "found", ABOUT) as found:
        found.add(SAID)
    assert [json.loads(line) for line in (tmp_path / "found").read_text().splitlines()] == [ABOUT, SAID]
