"""What is on a contract's paper, in Word and in PDF, and what its file is called."""

import json
import subprocess
import zipfile
from datetime import date
from itertools import count

import pytest
from jinja2 import UndefinedError

from menkou.advisers.models import Institution, Licence
from menkou.engagements.models import Contract
from menkou.papers import actions, queries, store
from menkou.papers.contract import draw, facts, filling, pdf, word
from menkou.papers.tests.making import contracts, held, make, text_of
from menkou.postings.models import Departure, Posting
from tests.cast import LONG_AGO


def test_every_contract_is_once_in_the_zip_with_its_village_and_institution(asked):
    batch = make(asked(3))
    with held(batch) as found:
        assert found.testzip() is None
        names = found.namelist()
        texts = {name: text_of(found.read(name)) for name in names}

    assert (batch.state, batch.done) == ("ready", 3)
    assert len(names) == len(set(names)) == 3
    for contract in contracts():
        text = texts[f"红花镇/{contract.village.short_name}-聘用合同.docx"]
        assert f"红花镇{contract.village.short_name}村民委员会" in text
        assert contract.institution.name in text
        assert "2020年1月1日起至2098年12月31日止" in text
        assert "演示：人和事都是编的" in text
        assert "〔    〕    号" in text
        assert "{" not in text


def test_a_pdf_holds_every_contract_in_words_that_a_reader_finds(asked):
    batch = make(asked(3, kind="pdf"))
    file = store.path_of(batch.file)

    assert batch.state == "ready"
    assert file.read_bytes().startswith(b"%PDF")
    try:
        read = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("no pdftotext on this machine")
    told = "".join(read.split())
    for contract in contracts():
        assert told.count(f"甲方（聘方）：红花镇{contract.village.short_name}村民委员会") == 1
    assert told.count("演示·红花律师事务所") >= 3


def test_without_a_chinese_font_the_pdf_says_so(asked, monkeypatch):
    monkeypatch.setattr(pdf, "_families", lambda: frozenset({"DejaVu Sans"}))
    batch = make(asked(1, kind="pdf"))

    assert batch.state == "failed"
    assert "没有中文字体" in batch.problem


def test_names_are_safe_and_told_apart(engage, bureau, district):
    engage(1, name="../../坏:村\\/x")
    engage(2, name="同名村委会")
    batch = make(actions.ask(by=bureau, district=district, contracts=contracts(), kind="word"))
    names = held(batch).namelist()

    assert len({name.casefold() for name in names}) == 3
    assert all(name.count("/") == 1 and ".." not in name.split("/") and "\\" not in name for name in names)
    assert "红花镇/同名村-聘用合同（2020-01-01起）.docx" in names


@pytest.mark.parametrize("form", facts.FORMS)
def test_the_template_is_what_the_words_draw(tmp_path, form):
    draw.draw(form, drawn := tmp_path / "drawn.docx")

    def parts(path):
        with zipfile.ZipFile(path) as paper:
            return {name: paper.read(name) for name in paper.namelist() if name != "docProps/core.xml"}

    assert parts(drawn) == parts(facts.template_of(form))


@pytest.mark.parametrize(
    ("first_party", "town", "named"),
    [
        ("township", "红花镇", "红花镇人民政府"),
        ("township", "红花街道", "红花街道办事处"),
        ("district", "红花镇", "示例区司法局"),
    ],
)
def test_who_buys_the_service_is_the_first_party_and_the_village_says_that_it_knows(
    engage, bureau, district, townships, first_party, town, named
):
    type(townships["here"]).objects.filter(pk=townships["here"].pk).update(name=town)
    (bought,) = engage(1)
    type(bought).objects.filter(pk=bought.pk).update(first_party=first_party)
    batch = make(actions.ask(by=bureau, district=district, contracts=contracts(), kind="word"))
    text = text_of(held(batch).read(held(batch).namelist()[0]))

    assert f"甲方（购买方）：{named}" in text
    assert f"服务的村（社区）：{town}第300村村民委员会" in text
    assert text.count("用印处") == 3
    assert "{" not in text


def test_the_same_places_for_seals_stand_on_both_papers():
    bought = facts.example(facts.BOUGHT)
    told = json.loads(pdf.told([bought]))[0]

    assert [place["name"] for place in told["签章"]] == ["红花镇人民政府", "红花律师事务所", "红花镇红花村村民委员会"]
    assert any("（购买方）：红花镇人民政府" in line for line in told["行"])


def test_every_variable_is_explained_and_no_other_is_taken():
    explained = (facts.HERE / "README.md").read_text()

    assert [name for name in facts.VARIABLES if f"`{{{{ {name} }}}}`" not in explained] == []
    with pytest.raises(UndefinedError):
        filling.environment(autoescape=True).from_string("{{ 公章 }}").render(dict.fromkeys(facts.VARIABLES, ""))


PAPER = facts.Paper(
    district="示例区",
    township="红花镇",
    village="红花村",
    committee="红花镇红花村村民委员会",
    institution="甲<乙>&丙 {{ 村 }} #let $x$ *所*",
    credit_code="310000000000000001",
    address="人民路2号",
    phone="0537-0000002",
    first_day=date(2026, 1, 1),
    last_day=date(2026, 12, 31),
)


def test_a_name_full_of_signs_is_set_as_it_is():
    assert PAPER.institution in text_of(word.filled(PAPER))
    assert PAPER.institution in pdf.told([PAPER])
    assert pdf.rendered(pdf.told([PAPER])).startswith(b"%PDF")


def test_only_a_demo_and_an_early_end_have_a_line_at_the_head():
    ended = facts.Paper(**{**vars(PAPER), "ended_on": date(2026, 5, 5), "is_demo": True})

    assert PAPER.variables()["提示"] == ""
    assert "演示" not in text_of(word.filled(PAPER))
    assert ended.variables()["提示"] == f"{facts.DEMO}　本合同已于2026年5月5日提前终止"


@pytest.mark.parametrize(
    ("name", "said", "is_community", "committee"),
    [
        ("红花村委会", "红花村", False, "红花镇红花村村民委员会"),
        ("韦园社区居委会", "韦园社区", True, "红花镇韦园社区居民委员会"),
        ("大安村村民委员会", "大安村", False, "红花镇大安村村民委员会"),
        ("红花", "红花", True, "红花镇红花居民委员会"),
    ],
)
def test_a_committee_signs_with_its_full_name(name, said, is_community, committee):
    assert facts.committee_of("红花镇", name, said, is_community) == committee


@pytest.fixture
def served(engage, register):
    """A village with a contract, and who holds which post from when until when."""
    numbers = count(1)

    def served(**posts: tuple[str, str, date, date | None]) -> Contract:
        (contract,) = engage(1)
        for post, (name, institution, first, until) in posts.items():
            who = register(name, institution, next(numbers))
            days = {"valid_from": first, "valid_until": until}
            Posting.objects.create(village=contract.village, post=post, registration=who, **days)
        return contract

    return served


def named(*chosen: Contract) -> list[list[str]]:
    found = queries.people_under([one.pk for one in chosen])
    return [[found.get(one.pk, {}).get(post, facts.Person()).name for post in "AB"] for one in chosen]


def test_the_persons_of_the_first_day_stand_on_the_paper(served, bureau, district, django_assert_num_queries):
    first, later = LONG_AGO, date(2021, 5, 1)
    plain = served(A=("陈明", "firm", first, later), B=("周洋", "office", first, None))
    long = served(A=("阿卜杜拉·买买提", "firm", first, None))
    late = served(A=("后来", "firm", later, None))
    person = Posting.objects.get(village=long.village).registration
    Licence.objects.create(registration=person, kind="trainee", number="实习-0001", valid_from=first, source="见过")
    with django_assert_num_queries(1):
        assert named(plain, long, late) == [["陈明", ""], ["阿卜杜拉·买买提", ""], ["", ""]]
    batch = make(actions.ask(by=bureau, district=district, contracts=contracts(), kind="word"))
    texts = [text_of(held(batch).read(name)) for name in held(batch).namelist()]

    for said in ("陈明", "律师", "19900000000000001", "10000000001"):
        assert f"\n{said}\n" in texts[0]
    assert "\n实习律师\n实习-0001\n" in texts[1]
    assert "周洋" not in texts[0]  # another institution's post is not named under this one's contract
    assert "后来" not in texts[2]


def test_a_renewal_on_its_way_names_who_will_go_on(served):
    ends = date(2030, 1, 1)
    drafted = served(A=("陈明", "firm", LONG_AGO, ends), B=("林静", "firm", LONG_AGO, ends))
    Contract.objects.filter(pk=drafted.pk).update(stage="draft", valid_from=ends)
    assert named(drafted) == [["陈明", "林静"]]
    leaves = Posting.objects.get(village=drafted.village, post="B").registration
    Departure.objects.create(registration=leaves, why="left", valid_from=ends)
    assert named(drafted) == [["陈明", ""]]
    gone = {"village": drafted.village, "post": "A", "registration": leaves, "valid_from": ends}
    Departure.objects.all().delete()
    leaves.institution = Institution.objects.exclude(pk=leaves.institution_id).first()
    leaves.save()
    Posting.objects.create(**gone)
    assert named(drafted) == [["", ""]]  # by then the A post is somebody else's, of another institution
    Contract.objects.filter(pk=drafted.pk).update(stage="signed")
    assert named(drafted) == [["", ""]]


def test_both_papers_leave_a_line_for_the_pen_where_nobody_is_known():
    told = json.loads(pdf.told([PAPER, facts.example(facts.ENGAGED)]))

    assert told[0]["人员"] == [["A岗", "", "", "", ""], ["B岗", "", "", "", ""]]
    assert told[1]["人员"][1][:3] == ["B岗", "林静", "基层法律服务工作者"]
    assert "岗姓名" not in text_of(word.filled(PAPER))
