"""启用链接: the bureau says who somebody is, the operator hands out the link, and only the person knows the password."""

import re

import pytest
from django.core import mail

from menkou.accounts import actions, invitations, queries
from menkou.accounts.models import Membership, User
from menkou.core.actors import INSTALLER, Actor, Role
from menkou.core.clock import now
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry
from tests.cast import LONG_AGO

OWN = "qiaotou-in-december"


@pytest.fixture
def unopened(district):
    user = User(username="zhangke", name="张科", is_active=False)
    user.set_unusable_password()
    user.save()
    Membership.objects.create(user=user, role=Role.JUSTICE_BUREAU, valid_from=LONG_AGO)
    return user


def link_in(page) -> str:
    return re.search(r'href="[^"]*?(/shili/enable/[^"]+)"', page.content.decode())[1]


def test_the_operator_hands_out_a_link_and_the_person_sets_a_password(sign_in, operator, bureau, unopened, client):
    page = sign_in(bureau).get("/shili/accounts/").content.decode()
    assert "有 1 个账号还没有启用" in page
    assert "请系统运维登录" in page
    link = link_in(sign_in(operator).post("/shili/accounts/links"))
    client.logout()
    assert "您的用户名是 <b>zhangke</b>" in client.get(link).content.decode()
    for wrong, again, said in (
        (OWN, "other", "两次填的不一样"),
        ("zhangke123", "zhangke123", "相似"),
        ("短", "短", "密码太短了，至少要 10 位。"),
    ):
        answer = client.post(link, {"password": wrong, "password_again": again})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    done = client.post(link, {"password": OWN, "password_again": OWN})
    assert done.url == "/shili/start"

    assert client.post("/shili/sign-in", {"login": "zhangke", "password": OWN}).url == "/shili/start"
    assert client.get(link).status_code == 404
    assert queries.count_people(Role.JUSTICE_BUREAU) == 2
    assert not queries.waiting().exists()


def test_a_link_is_for_one_person_and_dies_with_its_use(sign_in, operator, unopened, client):
    told = invitations.token(unopened)
    for token in ("made-up", told[:-1] + "x"):
        assert client.get(f"/shili/enable/{unopened.pk}/{token}").status_code == 404
    own = Actor(unopened.pk, unopened.name)
    actions.enable(by=own, user=unopened, password=OWN)
    unopened.refresh_from_db()
    assert not invitations.is_good(unopened, told)
    with pytest.raises(Refused):
        actions.enable(by=own, user=unopened, password="another-password-of-theirs")  # noqa: S106


def test_nobody_else_hands_out_links_and_none_is_for_an_account_that_was_used(operator, bureau, unopened):
    with pytest.raises(Refused, match="只有系统运维"):
        actions.invite(by=bureau, user=unopened)
    used = User.objects.get(pk=unopened.pk)
    User.objects.filter(pk=unopened.pk).update(last_login=now())
    used.refresh_from_db()
    with pytest.raises(Refused):
        actions.invite(by=operator, user=used)
    elsewhere = User.objects.create(username="elsewhere", name="外区的", is_active=False)
    with pytest.raises(Refused):
        actions.invite(by=operator, user=elsewhere)


def test_two_who_open_one_link_at_once_set_one_password(unopened):
    first, second = (User.objects.get(pk=unopened.pk) for _ in range(2))
    own = Actor(unopened.pk, unopened.name)
    assert second.is_active is False
    actions.enable(by=own, user=first, password=OWN)
    with pytest.raises(Conflict, match="刚刚启用过"):
        actions.enable(by=own, user=second, password="of-somebody-else")  # noqa: S106


def test_an_unopened_account_cannot_sign_in(unopened, client):
    answer = client.post("/shili/sign-in", {"login": "zhangke", "password": OWN})

    assert answer.status_code in (200, 302)
    assert "_auth_user_id" not in client.session
    assert mail.outbox == []


def test_a_password_given_anew_puts_every_browser_out_and_leaves_a_line(sign_in, bureau, district):
    inside = sign_in(bureau)
    assert inside.get("/shili/desk/").status_code == 200
    user = User.objects.get(pk=bureau.user_id)
    user.set_password(OWN)
    with pytest.raises(Refused, match="系统运维"):
        actions.give_password(by=bureau, user=user)

    actions.give_password(by=INSTALLER, user=user)

    assert inside.get("/shili/desk/").status_code == 302
    assert inside.post("/shili/sign-in", {"login": user.username, "password": OWN}).url == "/shili/start"
    assert AuditEntry.objects.filter(what="accounts.password_given").count() == 1
