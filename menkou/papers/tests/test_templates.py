"""模板: the bureau's own Word file is tried before it is kept, and holds nothing that could do harm."""

import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from docx import Document

from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.papers import actions, queries
from menkou.papers.contract import facts, trying
from menkou.papers.models import Choice, Template
from menkou.papers.tests.making import contracts, held, make, text_of
from tests.cast import SLUG
from tests.counting import at_most

PAGE = f"/{SLUG}/papers/templates"
WHOLE = "{{ 提示 }}自定：{{ 甲方 }}和{{ 乙方 }}，{{ 起 }}到{{ 止 }}"
OURS = facts.template_of(facts.ENGAGED)


def written(*lines: str) -> bytes:
    """A Word file of an office's own."""
    paper, made = Document(), io.BytesIO()
    for line in lines:
        paper.add_paragraph(line)
    paper.save(made)
    return made.getvalue()


def repacked(change, content: bytes = b"") -> bytes:
    """A Word file with one thing about its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content or written(WHOLE))) as old, zipfile.ZipFile(made, "w", 8) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        change(parts)
        for name, part in parts.items():
            new.writestr(name, part)
    return made.getvalue()


def said_of(content: bytes) -> str:
    """What the child would say, without the child."""
    try:
        trying.demand_fit(content, facts.ENGAGED)
    except trying.Unfit as problem:
        return str(problem)
    return ""


def put(name: str, part: bytes):
    return lambda parts: parts.update({name: part})


def linked(kind: str, mode: str = ' TargetMode="External"'):
    link = f'<Relationship Id="x" Type="http://x/{kind}" Target="http://x/y"{mode}/></Relationships>'

    def change(parts):
        name = "word/_rels/document.xml.rels"
        parts[name] = parts[name].replace(b"</Relationships>", link.encode())

    return change


def kind_of_macros(parts):
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main", b"vnd.ms-word.document.macroEnabled.main"
    )


def billion_laughs(parts):
    parts["word/document.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]>' + parts["word/document.xml"]


@pytest.mark.parametrize("form", facts.FORMS)
def test_ours_is_fit_to_begin_with(form):
    trying.demand_fit(facts.template_of(form).read_bytes(), form)


def test_an_own_one_is_fit_too():
    assert said_of(written(WHOLE)) == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not Word", "不是 Word 文件"),
        (repacked(lambda parts: parts.clear()), "不是 Word 文件"),
        (repacked(put("word/vbaProject.bin", b"x")), "有宏或控件"),
        (repacked(kind_of_macros), "有宏或控件"),
        (repacked(linked("oleObject", "")), "别的文件"),
        (repacked(linked("attachedTemplate")), "别的文件"),
        (repacked(linked("image")), "别的文件"),
        (repacked(billion_laughs), "打不开"),
        (repacked(put("word/document.xml", f"<w:broken>{WHOLE}".encode())), "打不开"),
        (repacked(put("customXml/large.xml", b" " * (trying.MOST_UNPACKED + 1))), "解开以后太大"),
        (repacked(lambda parts: parts.update({f"x/{n}.xml": b"" for n in range(trying.MOST_PARTS)})), "解开以后太大"),
        (written(WHOLE, "{{ 公章 }}{{ 电  话 }}"), "双括号没有配成对"),
        (written(WHOLE, "{{ 公章 }}"), "没有这样的占位：{{ 公章 }}"),
        (written("{{ 提示 }}{{ 甲方 }}{{ 起 }}{{ 止 }}"), "少了占位：{{ 乙方 }}"),
        (written("没有占位的合同"), "少了占位"),
        (written(WHOLE, "{{ 甲方"), "双括号没有配成对"),
        (written(WHOLE, "{% for i in range(99999) %}x{% endfor %}"), "双括号没有配成对"),
        (written(WHOLE, "{# 看不见 #}"), "双括号没有配成对"),
        (written(WHOLE, "{{ 甲方.__class__ }}"), "双括号没有配成对"),
        (written(WHOLE, "{{ '甲' * 99999999 }}"), "双括号没有配成对"),
        (written(WHOLE, "{{ 甲方 | upper }}"), "双括号没有配成对"),
        (written(WHOLE, "{{r 甲方 }}"), "双括号没有配成对"),
    ],
)
def test_what_could_do_harm_or_leave_gaps_is_named(content, said):
    assert said in said_of(content)


def test_the_child_says_the_same_and_refuses_old_and_large_ones():
    assert "没有这样的占位：{{ 公章 }}" in trying.problem_of(written(WHOLE, "{{ 公章 }}"), facts.ENGAGED)
    assert "旧格式的 .doc" in trying.problem_of(trying.OLE + b"x", facts.ENGAGED)
    assert "最大 5 MB" in trying.problem_of(b"x" * (trying.MOST_BYTES + 1), facts.ENGAGED)


def test_a_child_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(trying, "LONGEST_S", 0.001)
    assert "时间或内存太多" in trying.problem_of(written(WHOLE), facts.ENGAGED)


@pytest.fixture
def untried(monkeypatch):
    """Templates are kept without the half second that trying one takes."""
    monkeypatch.setattr(trying, "problem_of", lambda *of: "")


@pytest.fixture
def add(bureau, district, untried):
    def add(words: str = WHOLE, by=bureau) -> Template:
        sent = {"form": facts.ENGAGED, "name": "本区.docx", "content": written(words)}
        return actions.add_template(by=by, district=district, **sent)

    return add


def words_of(batch) -> str:
    with held(batch) as found:
        return text_of(found.read(found.namelist()[0]))


def test_what_is_asked_for_from_now_on_is_filled_into_it(add, engage, bureau, district):
    engage(1)
    before = actions.ask(by=bureau, district=district, contracts=contracts(), kind="word")
    with time_machine.travel(clock.now() + timedelta(seconds=1)):
        add()
        make(before)
        after = make(actions.ask(by=bureau, district=district, contracts=contracts(), kind="word"))

    assert "自定：" not in words_of(before)
    assert "自定：红花镇第300村村民委员会和演示·红花律师事务所" in words_of(after)


def test_one_goes_back_to_an_earlier_one_or_to_ours(add, bureau, district):
    first, second = add(), add("第二版" + WHOLE)
    assert [first.number, second.number] == [1, 2]
    for back in (first, None):
        actions.choose_template(by=bureau, district=district, form=facts.ENGAGED, template=back)
        assert queries.template_in_use(facts.ENGAGED) == back
        with pytest.raises(Conflict, match="现在用的就是"):
            actions.choose_template(by=bureau, district=district, form=facts.ENGAGED, template=back)
    assert queries.template_in_use(facts.BOUGHT) is None
    assert Choice.objects.count() == 4


def test_only_the_bureau_changes_it(add, director, auditor, cadre, office):
    for by in (director, auditor, cadre, office):
        with pytest.raises(Refused, match="区司法局"):
            add(by=by)
    assert not Template.objects.exists()


def test_one_that_cannot_be_used_is_not_kept(bureau, district, monkeypatch):
    monkeypatch.setattr(trying, "problem_of", lambda *of: trying.MACROS)
    with pytest.raises(Invalid, match="宏"):
        actions.add_template(by=bureau, district=district, form=facts.ENGAGED, name="x", content=b"x")
    assert not Template.objects.exists()


def test_the_page_takes_one_shows_it_and_hands_it_out(bureau, district, sign_in, untried):
    desk, sent = sign_in(bureau), io.BytesIO(written(WHOLE))
    sent.name = "../../本区<b>.docx"
    assert desk.post(PAGE, {"form": "engaged", "file": sent}).status_code == 302
    made = Template.objects.get()
    with at_most():
        page = desk.get(PAGE).content.decode()
    assert "第 1 版（本区&lt;b&gt;.docx）" in page
    assert "{{ 村委会 }}" in page
    answer = desk.get(f"{PAGE}/{made.pk}/file")
    assert answer.content == bytes(made.content)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(desk.get(f"{PAGE}/ours/bought")) == facts.template_of("bought").read_bytes()
    assert desk.post(f"{PAGE}/choose", {"form": "engaged"}).status_code == 302
    assert queries.template_in_use("engaged") is None
    assert desk.post(f"{PAGE}/choose", {"form": "bought", "template": str(made.pk)}).status_code == 404


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"form": "engaged"}, "请选要上传"), ({"file": io.BytesIO(b"")}, "是空的"), ({"form": "x"}, "列出的两种里选")],
)
def test_what_is_missing_is_named(bureau, sign_in, sent, said):
    answer = sign_in(bureau).post(PAGE, sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
