from datetime import date
from typing import IO, Any

from django.db.models import Q

from menkou.advisers.models import Registration
from menkou.boards import actions as boards
from menkou.boards import pictures, policies
from menkou.boards.models import Disclosure, Portrait, VillageHours
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import CLOCK, Actor
from menkou.core.dated import Dated
from menkou.core.errors import Conflict, Invalid
from menkou.places.models import District, Village
from menkou.postings import queries as postings

LATER = "{} 起已经定了别的，请从更晚的一天起改。"


@action(policies.word, audit="boards.worded")
def adopt(*, by: Actor, district: District, disclosure: Disclosure, logo: IO[bytes] | None = None) -> None:
    """审定公示内容: holds from its day on; the logo stays where no other is put in. Raises Invalid, Conflict."""
    if not (disclosure.content and disclosure.commitments and disclosure.standards):
        raise Invalid("服务内容、承诺、标准都要写，每行一条。")
    District.objects.select_for_update(no_key=True).get(pk=district.pk)  # or another officer's words come between
    before = Disclosure.objects.filter(valid_from__lte=disclosure.valid_from).order_by("valid_from").last()
    if logo:
        disclosure.logo = pictures.logo(logo)
    elif before and disclosure.logo is None:
        disclosure.logo = before.logo
    _follow(Disclosure.objects.all(), disclosure)
    boards.compare(by=CLOCK, district=district, why="公示内容改了")


@action(policies.set_hours, audit="boards.hours_set")
def set_hours(*, by: Actor, village: Village, words: str, valid_from: date) -> None:
    """到村时间 of one village, from a day on. Raises Conflict where a later one is on record."""
    Village.objects.select_for_update(of=("self",), no_key=True).get(pk=village.pk)
    hours = VillageHours(village=village, words=words, valid_from=valid_from, source=str(by)[:200])
    _follow(VillageHours.objects.filter(village=village), hours)
    _compare(village.district_id, [village.pk], "到村时间改了")


@action(policies.portray, audit="boards.portrait_set")
def set_portrait(*, by: Actor, registration: Registration, photo: IO[bytes]) -> None:
    """换照片: written anew, without what the phone wrote into it. Raises Invalid with what to do."""
    facts: dict[str, Any] = {"content": pictures.portrait(photo), "added_at": clock.now(), "added_by_id": by.user_id}
    Portrait.objects.update_or_create(registration=registration, defaults=facts)
    _look_different(registration)


@action(policies.portray, audit="boards.portrait_removed")
def remove_portrait(*, by: Actor, registration: Registration) -> None:
    """撤下照片. Raises Conflict where there is none."""
    if not Portrait.objects.filter(registration=registration).delete()[0]:
        raise Conflict("没有照片可撤。")
    _look_different(registration)


def _follow(rows: Any, new: Dated) -> None:
    """The new one holds from its day; what held before ends that day; one of the same day is replaced."""
    if rows.filter(valid_from__gt=new.valid_from).exists():
        raise Conflict(LATER.format(rows.filter(valid_from__gt=new.valid_from).earliest("valid_from").valid_from))
    rows.filter(valid_from=new.valid_from).delete()
    rows.filter(Q(valid_until=None) | Q(valid_until__gt=new.valid_from)).update(valid_until=new.valid_from)
    new.save(force_insert=True)


def _look_different(registration: Registration) -> None:
    served = postings.running().filter(registration=registration)
    _compare(registration.district_id, list(served.values_list("village", flat=True)), "顾问照片换了")


def _compare(district_id: int, villages: list, why: str) -> None:
    boards.compare(by=CLOCK, district=District.objects.get(pk=district_id), why=why, villages=villages)
