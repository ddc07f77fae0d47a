"""menkou user: accounts and tokens from the terminal."""

import io
import json
import re
import sys
import urllib.error
import urllib.request

import pytest

from menkou.accounts.models import User
from menkou.command import opening
from menkou.command import user as command
from menkou.command.problems import Problem
from menkou.command.tests.installation import menkou, refused
from menkou.core import clock

WORLD = """
from menkou.core.scope import within
from menkou.places.models import District, Township
district, _ = District.objects.get_or_create(slug="shili", defaults={"name": "示例区", "code": "999901"})
with within(district.pk):
    Township.objects.get_or_create(code="999901001", defaults={"name": "红花镇", "kind": "town"})
"""


@pytest.fixture
def user(running):
    """Run menkou user in an installation that has a district."""
    made = menkou("manage", "shell", "-c", WORLD, home=running.home)
    assert made.returncode == 0, made.stderr

    def user(*words, **environment):
        return menkou("user", *words, "--district", "shili", home=running.home, **environment)

    user.home = running.home
    user.address = f"http://127.0.0.1:{running.port}/shili/api"
    return user


def me(user, token):
    asked = urllib.request.Request(f"{user.address}/me", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(asked, timeout=10) as reply:
        return json.load(reply)


def test_an_account_is_opened_listed_and_given_a_token(user):
    office = ["--name", "王所长", "--role", "judicial_office", "--for", "999901001"]
    opened = user("add", "wang", *office, "--generate")
    assert opened.returncode == 0, opened.stderr
    assert re.search(r"密码（只显示这一次）：\S{12,}", opened.stdout)

    listed = user("list", COLUMNS="120").stdout
    assert all(word in listed for word in ("wang", "王所长", "司法所", "红花镇"))

    given = json.loads(user("token", "wang", "--days", "7", "--for", "对账", "--json").stdout)
    assert (given["username"], given["days"]) == ("wang", 7)
    assert me(user, given["token"])["roles"][0]["for_name"] == "红花镇"
    with pytest.raises(urllib.error.HTTPError, match="401"):
        me(user, given["token"][:-1])

    refused(menkou("user", "list", "--district", "nowhere", home=user.home), "没有叫 nowhere 的区县")


def test_whoever_forgot_a_password_is_given_another(user):
    refused(user("password", "wu", "--generate"), "没有身份")
    assert user("add", "wu", "--name", "吴", "--role", "auditor", "--generate").returncode == 0

    given = user("password", "wu", "--generate")

    assert given.returncode == 0, given.stderr
    assert re.search(r"密码（只显示这一次）：\S{12,}", given.stdout)
    refused(user("password", "wu", "--password-stdin", input="12345\n"), "密码不能用")


AUDITOR = ["--name", "李", "--role", "auditor"]


def test_without_a_terminal_it_says_how_a_password_is_given(user):
    refused(user("add", "li", *AUDITOR, input=""), "标准输入不是终端", "--generate", "--password-stdin")


def test_a_program_gives_a_password_on_its_standard_input(user):
    refused(user("add", "li", *AUDITOR, "--password-stdin", input="12345\n"), "密码不能用")
    opened = user("add", "li", *AUDITOR, "--password-stdin", input="a long password of ours\n")
    assert opened.returncode == 0, opened.stderr
    assert "a long password" not in opened.stdout + opened.stderr


def test_a_password_is_asked_for_until_both_are_the_same(monkeypatch, capsys):
    typed = iter(["one", "two", "three", "three"])
    monkeypatch.setattr(command, "getpass", lambda _: next(typed))
    assert command._password(generate=False, from_stdin=False) == "three"
    assert "不一样" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("role", "code", "said"),
    [
        ("king", "", "没有 king 这个身份"),
        ("judicial_office", "999901009", "镇街代码"),
        ("judicial_office", "", "镇街代码"),
        ("adviser", "999901001", "执业证号"),
        ("justice_bureau", "999901001", "不用写"),
    ],
)
def test_what_cannot_be_held_is_said_in_one_sentence(townships, role, code, said):
    with pytest.raises(Problem, match=said):
        opening.prepare("li", "李", role, code)


def test_a_name_is_taken_once_and_not_too_long(bureau):
    with pytest.raises(Problem, match="已经有人用了"):
        opening.prepare("bureau", "李", "auditor", "")
    with pytest.raises(Problem, match="账号没有开设"):
        opening.prepare("l" * 41, "李", "auditor", "")


@pytest.mark.parametrize(
    ("role", "code", "field"),
    [
        ("adviser", "19900000000000001", "registration"),
        ("village_cadre", "999901001201", "village"),
        ("institution_director", "310000000000000001", "institution"),
        ("auditor", "", "id"),
    ],
)
def test_each_role_is_held_for_its_kind_of_thing(chen, role, code, field):
    _, membership = opening.prepare("li", "李", role, code)
    assert getattr(membership, field) is not None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("12345", "太短了，至少要 10 位"),
        ("1234567890123", "太常见"),
        ("liqiaotouli", "太相似"),
        ("密码\udcff读不出来的", "读不出"),
    ],
)
def test_a_weak_password_is_refused_in_words_of_ours(townships, given, said):
    user, _ = opening.prepare("liqiaotou", "李", "auditor", "")
    with pytest.raises(Problem, match=f"密码不能用.*{said}") as refused:
        opening.give_password(user, given)
    assert not re.search(r"[A-Za-z]{4}", str(refused.value))


def test_what_cannot_be_read_as_text_is_no_password(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("密码密码密码密码密码\n".encode("gb18030")), "utf-8"))
    with pytest.raises(Problem, match="读不出"):
        command._password(generate=False, from_stdin=True)


def test_who_may_not_sign_in_any_more_is_given_no_password(auditor):
    username = User.objects.get(pk=auditor.user_id).username
    User.objects.filter(pk=auditor.user_id).update(is_active=False, last_login=clock.now())

    with pytest.raises(Problem, match="已停用"):
        opening.change_password(username, "qiaotou-in-december")


def test_who_holds_nothing_gets_no_token(district):
    with pytest.raises(Problem, match="没有身份"):
        opening.issue("nobody", "对账", 7)
