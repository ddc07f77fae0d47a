"""Villages are found by name, sound, initials and code, and by what they were called before; wherever they are made."""

import ast
import csv
import re
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.core import clock
from menkou.core.actors import INSTALLER
from menkou.places import actions, finding
from menkou.places.models import FormerName, Township, Village
from menkou.places.rules import sounds
from tests.cast import LONG_AGO
from tests.guards.sources import ROOT, shipped

SHIPPED = ROOT / "menkou" / "demo" / "yanzhou" / "villages.csv"
NAMED = {"Township", "Village", "FormerName"}


def names(typed: str) -> list[str]:
    return [one.village.short_name for one in finding.villages(typed)[0]]


@pytest.fixture
def make(townships):
    """Villages with these full names, in the order of their codes."""

    def make(*full: str, **facts) -> list[Village]:
        facts = {"township": townships["here"], "valid_from": LONG_AGO, **facts}
        first = Village.objects.count() + 1
        return Village.objects.bulk_create(
            Village(code=f"9999010013{number:02}", name=name, kind=_kind(name), **facts)
            for number, name in enumerate(full, first)
        )

    return make


def _kind(name: str) -> str:
    return "community" if "社区" in name else "village"


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "韦园",
            "韦园社区",
            " 韦 园 ",
            "园",
            "韦园村",
            "weiyuan",
            "WeiYuan",
            "wei yuan",
            "ｗｙ",
            "wy",
            "wysq",
            "weiy",
        ),
        *("wyuan", "yuan", "ysq", "999901001301", "9999010013"),
    ],
)
def test_one_village_is_found_in_many_ways(make, typed):
    make("韦园社区居委会", "大安村村委会")

    assert "韦园社区" in names(typed)
    assert names(typed)[0] == "韦园社区"


@pytest.mark.parametrize("typed", ["eiyuan", "uan", "wq", "hhsq", "韦园庄", "1301", "%", "_", "\\", "w.*"])
def test_what_is_not_so_called_is_not_found(make, typed):
    make("韦园社区居委会")

    assert names(typed) == []


def test_initials_find_a_community(make):
    make("红花社区居委会", "红旗村村委会")

    assert names("hhsq") == ["红花社区"]
    assert names("honghua") == ["红花社区"]
    assert names("hh") == ["红花社区"]
    assert names("hq") == ["红旗村"]


def test_surnames_are_found_as_people_say_them(make):
    make("单家村村委会", "解家村村委会", "吕家村村委会")

    assert names("shanjia") == names("danjia") == ["单家村"]
    assert names("xjc") == names("jiejia") == ["解家村"]
    assert names("lvjia") == names("lüjia") == ["吕家村"]


def test_the_nearest_comes_first(make):
    make("小大安村村委会", "大安北村村委会", "大安村村委会", "安大村村委会")

    assert names("大安") == ["大安北村", "大安村", "小大安村"]
    assert names("大安村")[0] == "大安村"
    assert names("an")[0] == "安大村"


def test_a_former_name_finds_the_village_and_says_which_was_meant(make):
    (village,) = make("幸福社区居委会")
    FormerName.objects.create(village=village, code=village.code, name="老槐村村委会", valid_until=date(2024, 1, 1))

    for typed in ("老槐", "laohuai", "lhc"):
        (hit,), _ = finding.villages(typed)
        assert (hit.village, hit.was) == (village, "老槐村")
    assert finding.villages("幸福")[0][0].was == ""


def test_a_village_that_was_merged_leads_to_the_one_that_goes_on(make):
    (last,) = make("幸福社区居委会")
    (middle,) = make("中村村委会", valid_until=date(2024, 1, 1), successor=last)
    make("后沟村村委会", valid_until=date(2023, 1, 1), successor=middle)
    make("撤销村村委会", valid_until=date(2023, 1, 1))

    (hit,), _ = finding.villages("hougou")
    assert (hit.village, hit.was) == (last, "后沟村")
    assert names("撤销") == []


def test_only_villages_of_today_are_found(make):
    make("明天村村委会", valid_from=clock.today() + timedelta(days=1))

    assert names("明天") == []


def test_many_are_cut_and_said_so(make):
    make(*(f"甲{number}村村委会" for number in range(finding.MOST + 1)))
    hits, more = finding.villages("甲")

    assert len(hits) == finding.MOST
    assert more
    assert finding.villages("") == ([], False)


def test_every_real_name_is_found_by_its_sound_and_its_initials():
    with SHIPPED.open(encoding="utf-8") as file:
        full = [row["name"] for row in csv.DictReader(file)]
    for name in full:
        sound = sounds.sounds_of(name)
        syllables = sound.split("/")[0].split()
        for typed in ("".join(syllables), "".join(syllable[0] for syllable in syllables)):
            assert sounds.LETTERS.fullmatch(typed), name
            assert re.search(sounds.sounding(typed), sound), name


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_and_nothing_typed_is_too_strange(name, typed):
    assert sounds.sounds_of(name).count("/") < sounds.MOST_READINGS
    assert len(sounds.tidy(typed)) <= sounds.LONGEST
    assert "\x00" not in sounds.tidy(typed)


@given(st.text(max_size=40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_typed_breaks_the_search(district, typed):
    assert finding.villages(typed)[0] == []


# Wherever a name is written, its sound is.


def test_a_place_has_its_sound_however_it_is_made(make, townships):
    (many,) = make("大安村村委会")
    one = Village.objects.create(
        code="999901001399", name="小安村村委会", township=townships["here"], kind="village", valid_from=LONG_AGO
    )
    one.name = "中安村村委会"
    one.save()

    sounds_now = dict(Village.objects.values_list("pk", "sound"))
    assert sounds_now[many.pk].startswith("da an cun")
    assert sounds_now[one.pk] == "zhong an cun cun wei hui"
    assert Township.objects.get(pk=townships["here"].pk).sound == "hong hua zhen"


def test_a_village_that_gets_another_name_gets_its_sound_too(make, district):
    (village,) = make("大安村村委会")
    renames = {village.code: ("新安社区居委会", "community")}
    facts = {"townships": [], "begins": [], "renames": renames, "ends": {}}
    actions.rearrange(by=INSTALLER, district=district, day=clock.today(), **facts)

    assert names("xasq") == names("da'an") == ["新安社区"]


def silent_updates(source: str) -> list[str]:
    """Where a place's name is written past the models, and its sound is not."""
    found = []
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        words = ast.unparse(call)
        if not isinstance(call.func, ast.Attribute) or not any(f"{name}.objects" in words for name in NAMED):
            continue
        written = {one.arg for one in call.keywords} if call.func.attr == "update" else set()
        if call.func.attr == "bulk_update":
            written = {one.value for one in ast.walk(call) if isinstance(one, ast.Constant)}
        if "name" in written and "sound" not in written:
            found.append(words)
    return found


def test_nobody_writes_a_name_without_its_sound():
    assert {file: said for file, text in shipped().items() if (said := silent_updates(text))} == {}


def test_the_guard_sees_a_name_without_its_sound():
    assert silent_updates("Village.objects.filter(pk=1).update(name='x')")
    assert silent_updates("Village.objects.bulk_update(rows, ['name'])")
    assert not silent_updates("Village.objects.filter(pk=1).update(name='x', sound=sounds_of('x'))")
