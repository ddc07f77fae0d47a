"""A process beside this one runs this code, whatever lies where one stands."""

import subprocess

from menkou.postings.rules import companion


def test_it_runs_our_code_and_nothing_that_lies_where_one_stands(tmp_path):
    (tmp_path / "random.py").write_text("raise SystemExit('not ours')")
    (tmp_path / "menkou").mkdir()
    (tmp_path / "menkou" / "__init__.py").write_text("raise SystemExit('not ours')")
    command = companion.command("menkou.postings.rules.bounding")
    how = {"cwd": tmp_path, "env": companion.environment(), "input": b"", "capture_output": True}
    done = subprocess.run(command, **how, check=False)  # nobody asks it anything
    assert b"not ours" not in done.stderr
    assert b"pickle" in done.stderr  # it came as far as to read what is asked


def test_the_place_of_our_code_comes_before_what_others_wish_for(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    assert companion.environment()["PYTHONPATH"] == f"{companion.ROOT}:/elsewhere"
    assert (companion.ROOT / "menkou" / "postings" / "rules" / "companion.py").exists()
