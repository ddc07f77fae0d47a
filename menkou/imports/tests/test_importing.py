"""导入: a whole district from one workbook, looked at, applied, and taken back to the bit."""

from datetime import timedelta

import pytest
from django.apps import apps

from menkou.accounts.models import Membership, User
from menkou.advisers.models import Registration
from menkou.core.clock import today
from menkou.core.errors import Conflict
from menkou.engagements.models import Contract
from menkou.groups.models import Group
from menkou.imports import queries
from menkou.imports.freezing import frozen
from menkou.imports.models import Line
from menkou.imports.tests.samples import DAYS, ROWS, TOWNS, WHOLE
from menkou.imports.undoing.actions import undo
from menkou.places.models import Demand, JudicialOffice, Township, Village
from menkou.postings.models import Posting

pytestmark = pytest.mark.django_db
OWN = ("core.AuditEntry", "core.Unlinked", "imports.Import", "imports.Line", "imports.Change", "imports.Layout")


def everything() -> dict[str, list]:
    """Every row of every table of ours, but for what says that an import was made."""
    models = [one for one in apps.get_models() if one.__module__.startswith("menkou.") and one._meta.label not in OWN]
    return {one._meta.label: sorted(map(str, map(frozen, one.objects.all()))) for one in models}


def problems(dropped) -> list:
    found = queries.lines_of(dropped).exclude(problems=[])
    return [(one.sheet, one.row, one.status, one.problems[0]["sentence"]) for one in found]


def test_a_whole_district_comes_in_and_goes_again(drop, apply, bureau):
    before = everything()

    dropped = drop(WHOLE)

    assert problems(dropped) == []
    assert (dropped.state, dropped.counts["new"]) == ("ready", ROWS)
    assert everything() == before
    apply(dropped)
    assert (dropped.state, dropped.problem) == ("applied", "")
    assert Village.objects.get(code="999901005201").township.name == "白杨镇"
    baiyang = Township.objects.get(code="999901005")
    assert (baiyang.longitude, baiyang.latitude) == (116.85, 35.56)
    assert JudicialOffice.objects.get(township__code="999901006").phone == "0537-3400006"
    assert Demand.objects.get(village__code="999901005201").needs == ["contract", "expropriation"]
    assert Contract.objects.get().stage == "signed"
    assert Registration.objects.get(adviser__name="王白").phone == "13800000002"
    assert not User.objects.get(username="qianyi").is_active
    assert Membership.objects.get(user__username="wangbai").registration.adviser.name == "王白"
    assert Group.objects.get(village__code="999901005201").owner_name == "王白"
    undo(by=bureau, dropped=dropped)
    assert dropped.state == "undone"
    assert everything() == before
    with pytest.raises(Conflict, match="已经撤销"):
        undo(by=bureau, dropped=dropped)


def test_what_is_imported_twice_is_the_same(drop, apply):
    apply(drop(WHOLE))

    again = drop(WHOLE)

    assert problems(again) == []
    assert again.counts == {"new": 0, "changed": 0, "same": ROWS, "wrong": 0, "asked": 0}
    assert Line.objects.filter(dropped=again).count() == ROWS


def test_where_a_township_lies_can_be_told_later_and_half_of_it_is_wrong(drop, apply):
    apply(drop({"镇街": [row[:4] for row in TOWNS]}))
    late = drop({"镇街": [["镇街名称", "经度", "纬度"], ["白杨镇", 116.8, 35.5], ["柳树街道", 116.8, ""]]})

    assert [sentence for *_, sentence in problems(late)] == ["经度和纬度要一起填。"]
    apply(late)
    assert list(Township.objects.filter(latitude=35.5).values_list("name", "longitude")) == [("白杨镇", 116.8)]
    again = drop({"镇街": [["镇街名称", "经度", "纬度"], ["白杨镇", 116.8, 35.5], ["柳树街道", 200, "36度"]]})
    assert again.counts["same"] == 1
    assert "请写 73 到 136 之间的数" in problems(again)[0][-1]


def test_contracts_of_a_file_with_more_in_it_are_taken_back_from_posts_that_stood(drop, apply, bureau, village, chen):
    before = everything()
    span = [today(), today() + timedelta(days=300)]
    contract = [["村（社区）", "执业机构", "起", "止（含当天）"], [village.code, chen.institution.name, *span]]
    dropped = apply(drop({"合同": contract, "工作日历": DAYS}))

    assert Posting.objects.filter(registration=chen).count() == 2  # one that ended, one under the contract
    undo(by=bureau, dropped=dropped)
    assert everything() == before
