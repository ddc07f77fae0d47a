"""The audit chain: what a line costs an action, how fast the chainer is, and how far it is behind under load.

    python -m bench.audit [LINES]

prints JSON, on a database of its own with so many linked lines (100,000 if none is said). A line is inserted as the gate
inserts it, alone and with the row that makes it wait.
"""

import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from bench.ledgers import analyse, browser_of_bureau, opened, prepared, timed

LINES, ROUNDS, INSERTS, WRITERS, WRITES_S = 100_000, 7, 500, 4, 10
FILL = """
insert into core_auditentry (id, at, by, what, subject)
select (lpad(to_hex(1700000000000 + i), 12, '0') || '70008000' || lpad(to_hex(i), 12, '0'))::uuid,
       now() - make_interval(secs => %(count)s - i), 'P' || i %% 300 || ' #' || md5((i %% 300)::text)::uuid,
       (array['consultation.read', 'consultation.answered', 'worklog.verified', 'visit.logged'])[1 + i %% 4],
       'consultations.Consultation:' || md5((i / 6)::text)::uuid
  from generate_series(1, %(count)s) i
"""


def fill(district: Any, lines: int) -> float:
    """So many lines, none of them waiting; returns how many of them the chainer found and linked in a second."""
    from django.db import connection

    from menkou.core.chain.chainer import Chainer
    from menkou.core.scope import within

    with within(district.pk), connection.cursor() as cursor:
        cursor.execute(FILL, {"count": lines})
    return lines / timed(Chainer().run_once)


def inserting(district: Any) -> dict[str, float]:
    """Milliseconds of one line in a transaction that is open already: plain, and with what makes it wait."""
    from menkou.core.models import AuditEntry, Unlinked
    from menkou.core.rows import insert
    from menkou.core.scope import within

    def plain() -> None:
        insert(AuditEntry(by="P1", what="worklog.verified", subject="worklogs.Entry:1"))

    def waiting() -> None:
        line = AuditEntry(by="P1", what="worklog.verified", subject="worklogs.Entry:1")
        insert(line, Unlinked(id=line.pk))

    def many(say: Callable[[], None]) -> float:
        with within(district.pk):
            return timed(lambda: [say() for _ in range(INSERTS)]) / INSERTS * 1000

    found: dict[str, list[float]] = {"plain": [], "waiting": []}
    for _ in range(ROUNDS):  # by turns, as the machine has moods
        found["plain"].append(many(plain))
        found["waiting"].append(many(waiting))
    return {name: round(min(each), 3) for name, each in found.items()}


def behind(district: Any) -> dict[str, float]:
    """Seconds from insert to link of every line that some writers commit one by one while the chainer runs."""
    from django.db import connection

    from menkou.core.chain.chainer import Chainer
    from menkou.core.models import AuditEntry, AuditLink, Unlinked
    from menkou.core.rows import insert
    from menkou.core.scope import within

    stop, numbers, ends = threading.Event(), count(), time.monotonic() + WRITES_S
    with within(district.pk):
        first = AuditLink.objects.count()

    def write() -> None:
        while time.monotonic() < ends:
            with within(district.pk):
                line = AuditEntry(by="P1", what="worklog.verified", subject=f"worklogs.Entry:{next(numbers)}")
                insert(line, Unlinked(id=line.pk))
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    chainer = threading.Thread(target=Chainer().run_forever, args=[stop])
    for thread in (chainer, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    time.sleep(5)
    stop.set()
    chainer.join()
    with within(district.pk):
        links = dict(AuditLink.objects.filter(number__gt=first).values_list("pk", "at"))
        lines = dict(AuditEntry.objects.filter(pk__in=list(links)).values_list("pk", "at"))
        lags = sorted((links[pk] - at).total_seconds() for pk, at in lines.items())
        waits = Unlinked.objects.count()
    median, most = statistics.median(lags), lags[-1]
    return {"lines a second": round(len(lags) / WRITES_S), "median s": round(median, 2), "most s": round(most, 2)} | {
        "waiting": waits
    }


def leaving(district: Any, folder: Path) -> dict[str, float]:
    """Seconds of an export, and of its verification."""
    from menkou.audit import exporting, verify
    from menkou.core.chain import anchors, linking
    from menkou.core.scope import within

    out = folder / "export.jsonl"

    def export() -> None:
        with within(district.pk), out.open("w") as file:
            so_far = exporting.taken()
            file.write(exporting.header(district, so_far))
            file.writelines(exporting.lines(so_far.links, exporting.whole))

    took = timed(export)
    with within(district.pk):
        head = linking.head()
    if head:
        anchors.put(anchors.folders()[0], district.slug, head, head.at)
    verified = timed(lambda: verify.main([str(out), str(anchors.folders()[0])]))
    return {"export s": round(took, 1), "verify s": round(verified, 1), "MB": round(out.stat().st_size / 1e6)}


def main() -> int:
    """Measure all of it once."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    with tempfile.TemporaryDirectory(prefix="menkou-bench-") as folder:
        place = Path(folder)
        place.chmod(0o711)
        district, server = prepared(place)
        try:
            found: dict[str, Any] = {"lines": lines, "linked a second": round(fill(district, lines))}
            analyse(server.url("owner"))
            found |= {"insert ms": inserting(district), "behind": behind(district)}
            client, _ = browser_of_bureau(district)
            page = f"/{district.slug}/audit/"
            pages = {name: opened(client, f"{page}{name}") for name in ("", "?what=visit.logged", "?what=looked")}
            found |= {"page s": pages, "leaving": leaving(district, place)}
            sys.stdout.write(json.dumps(found, indent=1) + "\n")
        finally:
            server.stop()
            server.remove()
    return 0


if __name__ == "__main__":
    sys.exit(main())
