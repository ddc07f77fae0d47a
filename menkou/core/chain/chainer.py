"""The chainer: every two seconds it links what waits, in every district, and every few minutes it puts down anchors."""

import logging
import threading
import time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone

from menkou.core.chain import anchors, linking
from menkou.core.scope import within
from menkou.core.turns import wait_for

EVERY_S, COMPARE_S = 2, 24 * 3600
log = logging.getLogger("menkou.audit")


def link_all() -> int:
    """Link all there is in the district that is being written, in this transaction, once it is our turn."""
    wait_for(linking.CHAIN)
    linking.find_forgotten()
    linked = 0
    while more := linking.link_or_drop():
        linked += more
    return linked


class Chainer:
    """Looks after all districts, until told to stop."""

    def __init__(self) -> None:
        self.anchored = self.compared = float("-inf")
        self.uncompared: set[int] = set()

    def run_forever(self, stop: threading.Event) -> None:
        """A database that is away, and a disk that is full, are tried again at the next turn."""
        while not stop.is_set():
            try:
                self.run_once(stop)
            except Exception as error:  # whatever it meets, the next turn must come
                log.error("the chainer failed: %s", type(error).__name__)
                connection.close()
            stop.wait(EVERY_S)
        connection.close()

    def run_once(self, stop: threading.Event | None = None) -> None:
        """One turn."""
        districts = dict(apps.get_model("places", "District").objects.values_list("pk", "slug"))
        if time.monotonic() - self.compared >= COMPARE_S:
            self.uncompared, self.compared = set(districts), time.monotonic()
        self.uncompared = {pk for pk in self.uncompared & districts.keys() if not _has_compared(pk)}
        for pk in linking.waiting_in(districts):
            _link_all_of(pk, stop)
        if time.monotonic() - self.anchored >= settings.MENKOU_ANCHOR_S:
            self._anchor(districts)

    def _anchor(self, districts: dict[int, str]) -> None:
        """Put down each head that has moved; a folder that cannot be written is said and tried again."""
        for folder in anchors.folders():
            try:
                for pk, slug in districts.items():
                    _put(folder, pk, slug)
            except OSError as problem:
                log.error("anchors in %s cannot be written: %s", folder, type(problem).__name__)
        self.anchored = time.monotonic()


def _has_compared(pk: int) -> bool:
    """Find what was forgotten in a district; whether that is done, or another had the turn."""
    with within(pk):
        found = linking.find_forgotten()
    if found:
        log.info("%s audit lines waited for nobody and are linked now", found)
    return found is not None


def _link_all_of(pk: int, stop: threading.Event | None) -> None:
    """Link what waits in a district; whatever keeps its chain from going on, those of the others go on."""
    try:
        while _link(pk) == linking.AT_A_TIME and not (stop and stop.is_set()):
            pass
    except Exception as error:  # tried again at the next turn
        log.error("the chain of district %s does not go on: %s", pk, type(error).__name__)


def _link(pk: int) -> int:
    with within(pk):
        return linking.link_or_drop()


def _put(folder: Path, pk: int, slug: str) -> None:
    with within(pk):
        head = linking.head()
    if head and anchors.due(anchors.last(folder, slug), head):
        anchors.put(folder, slug, head, timezone.now())
