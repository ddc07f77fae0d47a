"""The bench measures what it says: it refuses fast errors, counts ended children, and says statements anew."""

import http.server
import subprocess
import sys
import threading

import pytest

from bench import inserts, load, trees
from bench.report import measured_by_hand
from bench.rounds import Entry, Figures
from bench.script import Script, generalise, outline
from bench.targets import judge

OLD, NEW = "01900000-0000-7000-8000-000000000001", "01a20000-0000-7000-8000-000000000002"
SINCE_MS = 0x01A100000000
SEALED = "'\\x" + "ab" * 32 + "'"


@pytest.fixture
def port():
    class Answers(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.send_response(200 if self.path == "/ok" else 500)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def sent(port, path):
    """Run the load as the bench does, in a process of its own."""
    plan = load.Plan(host="127.0.0.1", port=port, path=path, status=200, clients=3, requests=7)
    words = [sys.executable, "-m", "bench.load"]
    return subprocess.run(words, input=plan.dump(), capture_output=True, text=True, check=False)


def test_the_load_sends_every_request_once(port):
    done = sent(port, "/ok")

    assert done.returncode == 0, done.stderr
    assert done.stdout.count(",") == 7  # one after the seconds, six between seven latencies


def test_a_fast_error_is_no_figure(port):
    done = sent(port, "/broken")

    assert done.returncode == 1
    assert "500" in done.stderr


def test_what_an_ended_child_used_is_counted():
    spin = "import time\nwhile time.process_time() < 0.2: pass"
    before = trees.cpu_ms(trees.os.getpid())
    subprocess.run([sys.executable, "-c", spin], check=True)

    assert trees.cpu_ms(trees.os.getpid()) - before >= 190


def test_only_what_the_question_made_is_made_anew():
    statements = ["BEGIN", f"INSERT INTO t VALUES ('{NEW}', '{NEW.replace('-', '')}', '{OLD}', {SEALED})", "COMMIT"]

    assert generalise(statements, SINCE_MS) == ["INSERT INTO t VALUES ('{id}', '{id}', '" + OLD + "', '\\x{digest}')"]


def test_pgbench_takes_no_fresh_identity_for_a_cast(tmp_path):
    place = "set local menkou.reads = '{1}'; set local menkou.writes = '1'"
    script = Script([place, "INSERT INTO t VALUES ('asked:{id}')"], 1, "", "", [], "", "", [])
    said = inserts.script_file(script, tmp_path).read_text()

    assert "::n" not in said
    assert r"'{1}'\; set" in said
    assert "{id}" not in said


def test_a_statement_is_outlined_without_its_values():
    assert outline('INSERT INTO "t" ("a") VALUES (\'secret\')') == "insert t"
    assert outline('SELECT "t"."a" FROM "t" WHERE "t"."a" = \'secret\'') == "select t"


def test_a_broken_promise_is_said():
    def entry(name, clients, stored, ms):
        return Entry(name, clients, stored, [Figures(ms, 0.0, ms / 1000, ms, ms)])

    asking = {"pgbench": 1, "one insert": 2, "same statements": 4, "question": 10}
    reading = {"village page": 9, "adviser's list": 9, "consultation": 9}
    entries = [entry(name, clients, 100, ms) for name, ms in asking.items() for clients in (1, 8, 16)]
    for stored in (10, 100):
        entries += [entry(name, 1, stored, ms) for name, ms in reading.items()]
        entries += [entry(f"bare list / {name}", 1, stored, 4) for name in reading]
    verdicts = {one.what: one.is_met for one in judge(entries, (10, 100), 100.0)}

    assert verdicts["rate of a question ÷ same statements, 8 clients"] is False
    assert verdicts["median of the village page ÷ bare list"] is True
    assert verdicts["idle memory of web and worker"] is True


def test_what_other_commands_measured_is_left_alone():
    told = "# Benchmarks\n\nfigures\n"
    kept = "\n## By other commands\n\nothers\n"
    assert measured_by_hand(told + kept) == kept
    assert measured_by_hand(told) == ""
