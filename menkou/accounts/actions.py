import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction

from menkou.accounts import invitations, policies
from menkou.accounts.models import ApiToken, Membership, SavedView, User
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.keys import digest
from menkou.places.models import District

TOKEN_BYTES = 32


@action(policies.enrol, audit="accounts.enrolled")
def enrol(*, by: Actor, district: District, users: Iterable[User], memberships: Iterable[Membership]) -> None:
    """开设账号: people with what they hold; the caller has set their passwords with set_password."""
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(memberships)


@action(policies.issue_token, audit="accounts.token_issued")
def issue_token(*, by: Actor, user: User, name: str, days: int) -> str:
    """发接口令牌: the secret is shown this once; only its keyed digest is kept."""
    secret = secrets.token_urlsafe(TOKEN_BYTES)
    until = clock.now() + timedelta(days=days)
    ApiToken.objects.create(user=user, name=name, digest=digest("api-token", secret), valid_until=until)
    return secret


@action(policies.invite, audit="accounts.invited")
def invite(*, by: Actor, user: User) -> str:
    """发启用链接: what stands at its end; whoever it is for sets a password with it, once, within three days."""
    return invitations.token(user)


@action(policies.enable, audit="accounts.enabled")
def enable(*, by: Actor, user: User, password: str) -> None:
    """启用: the person's own password, which nobody else has seen; from now on they can sign in. Raises Conflict."""
    user.set_password(password)
    unopened = User.objects.filter(pk=user.pk, is_active=False, last_login=None)
    if not unopened.update(password=user.password, is_active=True):
        raise Conflict("这个账号刚刚启用过了，请直接登录。")


@action(policies.give_password, audit="accounts.password_given")
def give_password(*, by: Actor, user: User) -> None:
    """换密码: for whoever forgot theirs; the caller has set the new one. Every browser that was signed in is out again."""
    user.save(update_fields=["password"])


@action(policies.end_role, audit="accounts.role_ended")
def end_role(*, by: Actor, membership: Membership) -> None:
    """结束任职: somebody left, went elsewhere or never was it. From this moment they hold it no more."""
    Membership.objects.filter(pk=membership.pk).update(valid_until=max(clock.today(), membership.valid_from))


@action(policies.keep_view, audit="accounts.view_saved")
def save_view(*, by: Actor, view: SavedView) -> None:
    """存为常用. Raises Conflict where the name is taken, also by oneself in another window at this moment."""
    if SavedView.objects.filter(user=view.user_id, page=view.page).count() >= SavedView.MOST:
        raise Conflict(f"一个列表最多存 {SavedView.MOST} 个常用视图。请先删掉不用的。")
    try:
        with transaction.atomic():
            view.save(force_insert=True)
    except IntegrityError:
        raise Conflict(f"您已经有一个叫“{view.name}”的常用视图，没有改动它。请换个名称再存。") from None


@action(policies.keep_view, audit="accounts.view_dropped", when=bool)
def drop_view(*, by: Actor, view: SavedView) -> bool:
    """删掉. Returns whether it was there."""
    return bool(SavedView.objects.filter(pk=view.pk).delete()[0])


@action(policies.take_list, audit="accounts.list_taken_out", count=int)
def take_list(*, by: Actor, district: District, rows: int) -> int:
    """取成 Excel: so many rows of a list left the house."""
    return rows
