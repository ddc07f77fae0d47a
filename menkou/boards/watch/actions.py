from datetime import datetime
from typing import Final

from django.db import connection
from uuid_utils.compat import uuid7

from menkou.boards import policies
from menkou.boards.models import Alarm, Board
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.places.models import District

ONE_MORE = """
insert into boards_scancount (id, board_id, day, count) values (%s, %s, %s, 1)
on conflict (district_id, board_id, day) do update set count = boards_scancount.count + 1
"""
AGAIN = """
insert into boards_alarm (id, kind, number, hour, count, host) values (%s, %s, %s, %s, 1, %s)
on conflict (district_id, hour, number, kind) do update set count = boards_alarm.count + 1
returning count
"""
MOST_TOLD_AN_HOUR: Final = 5  # then one more that says to look at the list: a flood is one event
TOLD = {
    Alarm.Kind.ALTERED: "有人扫到 {number} 号公示牌的码，但码被改过。请派人看看那块牌，有没有被贴了假码。",
    Alarm.Kind.REVOKED: "有人扫到 {number} 号公示牌已经作废的码。请派人把旧牌取下。",
    Alarm.Kind.UNKNOWN: "有人扫到没有登记的公示牌码，可能有假牌。请登录查看可疑的码。",
    Alarm.Kind.FOREIGN: "有人拿一个不是本系统的码来核验，可能有假牌。请登录查看可疑的码。",
}
MORE = "这一小时里可疑的码很多，请登录查看；这一小时不再逐个通知。"


@action(policies.scan, audit="boards.scanned", when=bool)
def count_scan(*, by: Actor, board: Board) -> None:
    """扫码: one more today. Whose phone it was is written down nowhere, the audit log included."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_MORE, [uuid7(), board.pk, clock.today()])


@action(policies.report, audit="boards.alarm", when=bool)
def report(*, by: Actor, district: District, kind: str, number: str = "", host: str = "") -> bool:
    """可疑的码: one alarm an hour for a number and what is wrong; what is no number of ours shares one.

    Returns whether it is the first of its hour, of which the bureau is told.
    """
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(AGAIN, [uuid7(), kind, number, hour, host[:60]])
        is_new = cursor.fetchone()[0] == 1
    if is_new:
        _tell(kind, number, hour)
    return is_new


def _tell(kind: str, number: str, hour: datetime) -> None:
    told = Alarm.objects.filter(hour=hour).count()
    if told <= MOST_TOLD_AN_HOUR:
        words = TOLD[Alarm.Kind(kind)].format(number=number)
        outbox.send(to="bureau", words=words, key=f"board-alarm:{hour:%Y%m%d%H}:{kind}:{number}")
    else:
        outbox.send(to="bureau", words=MORE, key=f"board-alarm:{hour:%Y%m%d%H}:more")
