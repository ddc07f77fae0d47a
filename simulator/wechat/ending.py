"""How a notice ended: an event some moments after the API took it. Its number is not the API's to tell (observed)."""

from typing import Any

from ..pushing import Options
from ..world import World
from ..xml import write
from .accounts import Person, ServiceAccount
from .calling_back import begin

SOON_S = 0.05  # real seconds; the platform says nothing of how soon


def ended(world: World, account: ServiceAccount, person: Person, event: str, facts: dict[str, Any]) -> None:
    """Tell the account's callback, where it has one."""
    generation = world.generation
    fields = {"ToUserName": account.original, "FromUserName": person.user, "CreateTime": int(world.now())}
    text = write({**fields, "MsgType": "event", "Event": event, **facts})

    def tell() -> None:
        with world.lock:
            if world.generation == generation:
                begin(world, account, person.user, "ended", text, Options.of(account.push))

    if account.callbacks:
        world.schedule.after(SOON_S, tell)
