"""The kinds of facts that a plan rests on: how each is called, found, shown, and to whom it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from menkou.advisers.models import Base, Licence, Speciality, Strength
from menkou.core.dated import Dated
from menkou.engagements.models import Obligation
from menkou.places.models import Demand
from menkou.places.rules.topics import TOPICS
from menkou.postings.models import Avoidance, Wish

Cells = tuple[str | int | float | None, ...]
PERSON = ("registration__adviser__name", "registration__institution__name")
PLACE = ("village__name", "village__township__name")


@dataclass(frozen=True)
class Kind:
    """One kind. `of_house` and `of_village` lead to the institution and the village whose people see their own rows."""

    key: str
    title: str
    model: type[Dated]
    columns: tuple[str, ...]
    cells: Callable[[Any], Cells]
    related: tuple[str, ...] = ()
    sought: tuple[str, ...] = ()  # where a name is looked for
    order: tuple[str, ...] = ("pk",)
    of_house: tuple[str, ...] = ()
    of_village: str = ""


def _person(one: Any) -> Cells:
    return one.registration.adviser.name, one.registration.institution.name


def _whom(one: Any) -> str:
    return one.registration.adviser.name if one.registration_id else one.institution.name


def _where(one: Base) -> str:
    return str(one.township) if one.township_id else f"区外：经度约 {one.longitude}，纬度约 {one.latitude}"


def _demand(one: Demand) -> Cells:
    needs = "、".join(TOPICS.get(topic, topic) for topic in one.needs)
    counted = one.population, one.consultations, one.remoteness
    team = "希望来自一家机构" if one.one_team else ""
    return one.village.short_name, str(one.village.township), *counted, one.get_grade_display(), needs, team


def _obligation(one: Obligation) -> Cells:
    what = f"{one.get_per_display()}{one.get_window_display()}至少 {one.least} {one.get_unit_display()}"
    return what, one.get_grade_display() or "全部"


def _avoidance(one: Avoidance) -> Cells:
    return one.village.short_name, str(one.village.township), _whom(one), one.get_reason_display(), one.words


def _wish(one: Wish) -> Cells:
    side = one.get_side_display()
    return one.village.short_name, str(one.village.township), _whom(one), side, one.get_weight_display()


PEOPLE = ("registration__adviser", "registration__institution")
VILLAGE = ("village__township",)
EITHER = (*PLACE, *PERSON, "institution__name")
ALL = [
    Kind(
        key="licences",
        title="执业证",
        model=Licence,
        columns=("姓名", "机构", "类别", "执业证号"),
        cells=lambda one: (*_person(one), one.get_kind_display(), one.number),
        related=PEOPLE,
        sought=(*PERSON, "number"),
        order=("valid_until", "pk"),
        of_house=("registration__institution",),
    ),
    Kind(
        key="strengths",
        title="人数和份额",
        model=Strength,
        columns=("机构", "人数", "份额（千分之）"),
        cells=lambda one: (one.institution.name, one.headcount, one.share),
        related=("institution",),
        sought=("institution__name",),
        order=("institution__name",),
        of_house=("institution",),
    ),
    Kind(
        key="specialities",
        title="擅长",
        model=Speciality,
        columns=("姓名", "机构", "擅长"),
        cells=lambda one: (*_person(one), one.get_topic_display()),
        related=PEOPLE,
        sought=PERSON,
        order=("registration", "topic"),
        of_house=("registration__institution",),
    ),
    Kind(
        key="bases",
        title="常驻地",
        model=Base,
        columns=("姓名", "机构", "常驻地"),
        cells=lambda one: (*_person(one), _where(one)),
        related=(*PEOPLE, "township"),
        sought=(*PERSON, "township__name"),
        order=("registration",),
        of_house=("registration__institution",),
    ),
    Kind(
        key="demands",
        title="村居需求",
        model=Demand,
        columns=("村（社区）", "镇街", "人口", "上年咨询", "离镇街（公里）", "分类", "最需要", "两岗"),
        cells=_demand,
        related=VILLAGE,
        sought=PLACE,
        order=("village__code",),
        of_village="village",
    ),
    Kind(
        key="avoidances",
        title="回避",
        model=Avoidance,
        columns=("村（社区）", "镇街", "谁回避", "理由", "说明"),
        cells=_avoidance,
        related=(*PEOPLE, "institution", *VILLAGE),
        sought=EITHER,
        order=("village__code",),
    ),
    Kind(
        key="wishes",
        title="双向选择",
        model=Wish,
        columns=("村（社区）", "镇街", "对谁", "谁提出", "意愿"),
        cells=_wish,
        related=(*PEOPLE, "institution", *VILLAGE),
        sought=EITHER,
        order=("village__code",),
        of_house=("registration__institution", "institution"),
        of_village="village",
    ),
    Kind(
        key="obligations",
        title="工作要求",
        model=Obligation,
        columns=("要求", "村居分类"),
        cells=_obligation,
        order=("unit", "per", "grade"),
    ),
]
KINDS = {kind.key: kind for kind in ALL}
