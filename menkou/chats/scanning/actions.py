"""微信码: wanted by people, made by a job; each row ends once, as the platform said."""

from menkou.channels.models import Account
from menkou.channels.wechat.client import Code
from menkou.chats import policies
from menkou.chats.models import SceneCode
from menkou.chats.scanning import queries
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.places import queries as places

State = SceneCode.State
MOST_CODE = 60  # characters of a platform's word


@action(policies.order_codes, audit="chats.codes_ordered", count=int, when=bool)
def order(*, by: Actor, account: Account) -> int:
    """生成各村的码: for each village of today that has none, and again where the platform refused. Returns how many.

    Pressed twice it wants nothing twice. Raises Conflict where the account makes no codes, or is off, or could not
    have so many.
    """
    if account.kind != Account.Kind.WECHAT:
        raise Conflict("只有公众号要一个村一个村地生成码；微信客服的链接各村现成就有。")
    if not Account.objects.select_for_update().filter(pk=account.pk, is_on=True).first():  # two who press at once
        raise Conflict("这个账号没有启用，平台不会给码。请先启用。")
    wanted = list(queries.without_row(account))
    mine = SceneCode.objects.filter(account=account)
    if mine.count() + len(wanted) > queries.MOST_LASTING:
        raise Conflict(f"一个公众号最多有 {queries.MOST_LASTING:,} 个永久的码，要不了这么多。")
    again = mine.filter(state=State.REFUSED, village__in=places.villages().values("pk")).update(
        state=State.WAITING, code="", way=""
    )
    rows = [SceneCode(account=account, village=one, scene=one.code) for one in wanted]
    SceneCode.objects.bulk_create(rows, ignore_conflicts=True)
    return again + len(rows)


@action(policies.make_codes, audit="chats.code_made", when=bool)
def keep(*, by: Actor, account: Account, row: SceneCode, said: Code, address: str) -> bool:
    """要到了: what the platform said, the address as `accounts.address_kept` has it. False where another job was first."""
    mine = SceneCode.objects.filter(pk=row.pk, account=account, state=State.WAITING)
    return bool(mine.update(state=State.MADE, url=address, ticket=said.ticket, made_at=clock.now()))


@action(policies.make_codes, audit="chats.codes_refused", count=int, when=bool)
def refuse(*, by: Actor, account: Account, code: str, way: str) -> int:
    """没有要到: what the platform said holds for all that wait, until somebody orders them again. Returns how many."""
    mine = SceneCode.objects.filter(account=account, state=State.WAITING)
    return mine.update(state=State.REFUSED, code=code[:MOST_CODE], way=way)
