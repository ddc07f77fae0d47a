"""Every carrier shows what it must and nothing else, fits its page with the longest names, and its code is read."""

import io
import subprocess
from dataclasses import fields, replace

import pytest
import segno

from menkou.boards.carriers import setting, speech
from menkou.boards.facts import BOARDS, CARRIERS, SILENT, Facts, Person, shown
from menkou.boards.tests.printed import LINK, LONGEST, ORDINARY, paper, photo, read_after_years

CODED = [one for one in CARRIERS if one not in SILENT]
PPI = {"card": 300, "nameplate": 300}  # what is held in the hand is printed finely
WITH_PHOTOS = replace(
    ORDINARY,
    a=replace(ORDINARY.a, photo=photo("olive")),
    b=replace(ORDINARY.b, photo=photo("teal")),
    logo=photo("navy"),
    is_demo=False,
)
OTHERS = {
    "district": "别的市辖区",
    "township": "绿叶镇",
    "village": "绿叶社区",
    "code": "999999999999",
    "visiting": "每天晚上七点到九点，村史馆",
    "content": ("回答法律问题",),
    "commitments": ("守秘密",),
    "standards": ("两个工作日内答复",),
    "supervision": (ORDINARY.supervision[0], ("示例区司法局", "0537-8888888")),
    "brand": "",
    "logo": photo("red"),
    "is_demo": True,
    "a": None,
    "b": None,
}
OTHER_PERSON = {
    "name": "周文",
    "kind": "基层法律服务工作者",
    "licence": "99999999********",
    "institution": "演示·另一家律师事务所",
    "office_address": "绿叶路99号",
    "phone": "138 8888 8888",
    "photo": photo("red"),
}


def pdf_of(papers) -> bytes:
    file = io.BytesIO()
    setting.write(papers, file)
    return file.getvalue()


def variants() -> list[Facts]:
    """The facts with one of them changed, each in turn."""
    assert OTHERS.keys() == {field.name for field in fields(Facts)}
    assert OTHER_PERSON.keys() | {"post"} == {field.name for field in fields(Person)}
    made = [replace(WITH_PHOTOS, **{name: value}) for name, value in OTHERS.items() if name != "a"]
    for post in ("a", "b"):
        person = getattr(WITH_PHOTOS, post)
        made += [replace(WITH_PHOTOS, **{post: replace(person, **{name: one})}) for name, one in OTHER_PERSON.items()]
    return made


@pytest.mark.parametrize("carrier", [one for one in CARRIERS if one not in ("a2", "wall")])  # drawn as A3 is
def test_a_page_changes_exactly_where_what_is_shown_changes(carrier):
    changed = variants()
    before, *after = setting.pages([paper(one, carrier) for one in (WITH_PHOTOS, *changed)], ppi=70)
    for one, page in zip(changed, after, strict=True):
        told, known = shown(one, carrier), shown(WITH_PHOTOS, carrier)
        names = {name for name in told if told[name] != known[name]}
        assert (page != before) == bool(names), names or "nothing"


def test_the_longest_names_fit_their_page_on_every_carrier():
    alone = replace(LONGEST, b=None, is_demo=False)
    facts = (LONGEST, replace(LONGEST, a=replace(LONGEST.a, photo=photo("olive")), logo=photo("navy")), alone)
    papers = [paper(one, carrier) for carrier in CARRIERS for one in facts]
    assert len(setting.pages(papers, ppi=10)) == len(papers)  # a page each: what does not fit is refused


def test_what_cannot_fit_is_refused_by_its_name():
    endless = replace(LONGEST, content=("参与重大事项的讨论，提出法律意见",) * 60)
    with pytest.raises(setting.TooLong, match=LONGEST.village):
        pdf_of([paper(), paper(endless)])


@pytest.mark.parametrize("carrier", CODED)
def test_a_code_is_read_from_afar_askew_and_stained(carrier):
    links = {number: LINK.format(number) for number in ("7K3QX2", "ABCDEF")}
    pages = setting.pages([paper(LONGEST, carrier, number) for number in links], ppi=PPI.get(carrier, 100))
    shrunk = 1.0 if carrier in PPI else 0.7
    assert [read_after_years(page, shrunk=shrunk) for page in pages] == list(links.values())


@pytest.mark.nightly
@pytest.mark.parametrize("carrier", ["a3", "round", "card"])
def test_all_codes_of_a_district_are_read(carrier):
    numbers = [segno_number(place) for place in range(440)]
    for start in range(0, len(numbers), 20):
        some = numbers[start : start + 20]
        pages = setting.pages([paper(ORDINARY, carrier, one) for one in some], ppi=PPI.get(carrier, 100))
        read = [read_after_years(page, shrunk=1.0 if carrier in PPI else 0.7) for page in pages]
        assert read == [LINK.format(one) for one in some]


def segno_number(place: int) -> str:
    signs = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    return "".join(signs[(place * 7919 + 31 * step * place + step) % len(signs)] for step in range(6))


def test_a_code_has_its_quiet_zone_and_can_lose_a_quarter():
    made = segno.make_qr(LINK.format("7K3QX2"), error="q", boost_error=True)
    assert made.error in "QH"
    assert f'viewBox="0 0 {made.symbol_size(border=4)[0]} ' in setting.code(LINK.format("7K3QX2"))


def test_a_pdf_is_tagged_and_its_words_can_be_found():
    made = pdf_of([paper(ORDINARY, carrier) for carrier in CARRIERS])
    assert made.startswith(b"%PDF")
    try:
        seen = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
        facts = subprocess.run(["pdfinfo", "-"], input=made, capture_output=True, check=True).stdout.decode()
        fonts = subprocess.run(["pdffonts", "-"], input=made, capture_output=True, check=True).stdout.decode()
    except OSError:
        pytest.skip("no pdftotext on this machine")
    read = "".join(seen.split())
    for words in (
        "红花村法律顾问",
        "13900000001",
        "不收钱不要验证码不要银行卡",
        "12348",
        "每月第一个周四上午",
        "编号7K3QX2",
    ):
        assert words in read
    assert "须经批准并告诉您" in read
    assert read.count("演示") >= len(CARRIERS)
    assert "Tagged:          yes" in facts
    assert f"Pages:           {len(CARRIERS)}" in facts
    assert {line[-22:].split()[0] for line in fonts.splitlines()[2:]} <= {"yes"}  # embedded


@pytest.mark.parametrize("facts", [ORDINARY, replace(ORDINARY, village="韦园社区", b=None)])
def test_the_loudspeaker_needs_about_a_minute(facts):
    words = "".join(speech.spoken(shown(facts, "loudspeaker")))
    spoken = sum(sign.isalnum() for sign in words)
    assert 45 <= spoken / 4.3 <= 80  # signs a second, read slowly
    assert words.count("139 0000 0001") == 2
    assert ("咱们社区" in words) == ("社区" in facts.village)


def test_sizes_are_what_the_printer_was_told():
    sizes = {"a3": (297, 420), "a2": (420, 594), "wall": (600, 900), "card": (210, 297), "round": (180, 180)}
    assert set(BOARDS) < set(sizes)
    for (carrier, (wide, high)), page in zip(
        sizes.items(), setting.pages([paper(carrier=one) for one in sizes], ppi=25.4), strict=True
    ):
        assert (int.from_bytes(page[16:20]), int.from_bytes(page[20:24])) == (wide, high), carrier
