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
KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            *("licences", "执业证", Licence, ("姓名", "机构", "类别", "执业证号")),
            lambda one: (*_person(one), one.get_kind_display(), one.number),
            *(PEOPLE, (*PERSON, "number"), ("valid_until", "pk"), ("registration__institution",)),
        ),
        Kind(
            *("strengths", "人数和份额", Strength, ("机构", "人数", "份额（千分之）")),
            lambda one: (one.institution.name, one.headcount, one.share),
            *(("institution",), ("institution__name",), ("institution__name",), ("institution",)),
        ),
        Kind(
            *("specialities", "擅长", Speciality, ("姓名", "机构", "擅长")),
            lambda one: (*_person(one), one.get_topic_display()),
            *(PEOPLE, PERSON, ("registration", "topic"), ("registration__institution",)),
        ),
        Kind(
            *("bases", "常驻地", Base, ("姓名", "机构", "常驻地")),
            lambda one: (*_person(one), _where(one)),
            *((*PEOPLE, "township"), (*PERSON, "township__name"), ("registration",), ("registration__institution",)),
        ),
        Kind(
            *("demands", "村居需求", Demand),
            ("村（社区）", "镇街", "人口", "上年咨询", "离镇街（公里）", "分类", "最需要", "两岗"),
            *(_demand, VILLAGE, PLACE, ("village__code",), (), "village"),
        ),
        Kind(
            *("avoidances", "回避", Avoidance, ("村（社区）", "镇街", "谁回避", "理由", "说明")),
            *(_avoidance, (*PEOPLE, "institution", *VILLAGE), (*PLACE, *PERSON, "institution__name")),
            ("village__code",),
        ),
        Kind(
            *("wishes", "双向选择", Wish, ("村（社区）", "镇街", "对谁", "谁提出", "意愿")),
            *(_wish, (*PEOPLE, "institution", *VILLAGE), (*PLACE, *PERSON, "institution__name"), ("village__code",)),
            *(("registration__institution", "institution"), "village"),
        ),
        Kind("obligations", "工作要求", Obligation, ("要求", "村居分类"), _obligation, order=("unit", "per", "grade")),
    )
}
