"""渠道账号: what people set, turn on, try and take away; and what the command line does with the keys."""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import F, ProtectedError

from menkou.channels import accounts, ledger, policies, pushing, queries, texting, wraps
from menkou.channels.kinds import GENERATED, kind_of, missing
from menkou.channels.models import Account, Pace, Text, Token
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.core.rows import insert

OLD_KEYS_HOLD = timedelta(hours=24)  # of the machine, not of the place: a platform's retries end within seconds, and
# whoever pastes the new keys into its page may be interrupted until tomorrow; longer only helps whoever stole the old
MADE_BY = "made_by"  # among the secrets: the form that the last pair was made for
CHANGED_TWICE = "一天里已经换过两次了，再换，平台上还没改的那一对就认不出了。请先把现在这一对粘贴到平台上，过一天再换。"
USED = "这个账号用过了，只能停用，不能删掉：来过的话、回过的话和贴出去的码还要对得上。"
TAKEN = "已经登记过这个{label}了，请在列表里打开它。"


@action(policies.keep_channels, audit="channels.account_added")
def add(*, by: Actor, account: Account, said: Mapping[str, str]) -> None:
    """登记渠道账号: off until somebody turns it on. Raises Conflict for a number that is there, Invalid for the simulator's."""
    _refuse_a_simulator(account.facts)
    if Account.objects.filter(kind=account.kind, number=account.number).exists():
        raise Conflict(TAKEN.format(label=kind_of(account.kind, account.facts).number.label))
    own = pushing.new_secrets(account.facts) if account.kind == Account.Kind.PUSH else {}  # nobody hands these out
    account.sealed = accounts.wrapped(account.pk, {**said, **own})
    insert(account)


@action(policies.keep_channels, audit="channels.account_amended")
def amend(*, by: Actor, account: Account, name: str, facts: Mapping[str, str]) -> None:
    """改设置: what is public of it. Raises Invalid for the simulator's outside a demo."""
    _refuse_a_simulator(facts)
    now = {**account.facts, **facts}
    Account.objects.filter(pk=account.pk).update(name=name, facts=now)
    if any(now.get(one) != account.facts.get(one) for one in ("template", "template_kind")):
        ledger.forget_consents(account.pk)


@action(policies.keep_channels, audit="channels.keys_set", when=bool)
def set_keys(*, by: Actor, account: Account, said: Mapping[str, str]) -> bool:
    """换密钥: those that are named are others from now on. Returns whether there was anything to change."""
    return _change(account, said)


@action(policies.keep_channels, audit="channels.keys_made")
def make_keys(*, by: Actor, account: Account, form: str) -> dict[str, str]:
    """生成 Token and EncodingAESKey, to be shown once; the old ones hold for OLD_KEYS_HOLD.

    Raises Conflict where this form has made its keys already: what it showed is not shown again.
    """
    if accounts.opened(account).secrets.get(MADE_BY) == form:
        raise Conflict("这一对已经生成过，只显示那一次。没有抄下来，就再生成一对。")
    made = {"token": accounts.random_word(32), "aes_key": accounts.random_word(43)}
    _change(account, {**made, MADE_BY: form})
    return made


@action(policies.keep_channels, audit="channels.turned_on", when=bool)
def turn_on(*, by: Actor, account: Account) -> bool:
    """启用. Raises Conflict, with what is missing, where it could not work. Returns whether it was off."""
    found = Account.objects.get(pk=account.pk)
    if lacks := missing(found.kind, found.facts, accounts.opened(found).secrets):
        raise Conflict(f"还不能启用，缺：{'、'.join(lacks)}。")
    if found.kind == Account.Kind.SMS and (faults := texting.faults(accounts.opened(found))):
        raise Conflict(f"还不能启用：{''.join(faults)}")
    if found.kind == Account.Kind.KF and not found.contact:  # once by itself; whoever wants it again presses the button
        outbox.send(to="", words="", key=f"contact:{found.pk}", channel=queries.CONTACT, about=found.pk)
    return bool(Account.objects.filter(pk=found.pk, is_on=False).update(is_on=True, failures=0, rests_until=None))


@action(policies.keep_channels, audit="channels.turned_off", when=bool)
def turn_off(*, by: Actor, account: Account) -> bool:
    """停用: callbacks are answered as those of an unknown account, and what is to go out waits. Returns whether it was on."""
    return bool(Account.objects.filter(pk=account.pk, is_on=True).update(is_on=False))


@action(policies.keep_channels, audit="channels.account_removed")
def remove(*, by: Actor, account: Account) -> None:
    """删掉 one that was never used. Raises Conflict where it is on, or something came in by it."""
    if account.is_on or queries.is_used(account):
        raise Conflict(USED)
    Token.objects.filter(account=account).delete()
    Pace.objects.filter(account=account).delete()
    Text.objects.filter(account=account).delete()  # trials: it may go as long as no receipt came
    try:
        Account.objects.filter(pk=account.pk).delete()
    except ProtectedError as held:  # by what apps above keep of it: codes that hang in villages
        raise Conflict(USED) from held


@action(policies.keep_channels, audit="channels.checked", when=bool)
def check(*, by: Actor, account: Account, form: str) -> bool:
    """试一下取令牌: a job asks the platform, once for a form. Returns whether it was not asked before."""
    if key := _unused(form):
        outbox.send(to="", words="", key=key, channel=queries.CHECK, about=account.pk)
    return bool(key)


@action(policies.keep_channels, audit="channels.tried", when=bool)
def try_out(*, by: Actor, account: Account, to: str, form: str) -> bool:
    """试一下: a job sends one message, once for a form. Returns whether it was not asked for before.

    It counts as sent from now on, however it ends. Raises Conflict where the platform would not take one more.
    """
    if key := _unused(form):
        _count(account, to)
        outbox.send(to=to, words=queries.TEST_WORDS, key=key, channel=queries.TRY, about=account.pk)
    return bool(key)


@action(policies.keep_channels, audit="channels.contact_asked", when=bool)
def ask_contact(*, by: Actor, account: Account, form: str) -> bool:
    """要客服链接: a job asks the platform, once for a form. Returns whether it was not asked before.

    Raises Conflict for an account of another kind.
    """
    if account.kind != Account.Kind.KF:
        raise Conflict("只有微信客服有客服链接。")
    if key := _unused(form):
        outbox.send(to="", words="", key=key, channel=queries.CONTACT, about=account.pk)
    return bool(key)


@action(policies.keep_contact, audit="channels.contact_kept")
def keep_contact(*, by: Actor, account: Account, address: str) -> None:
    """客服链接: as `accounts.address_kept` has it, until the platform is asked for another one."""
    Account.objects.filter(pk=account.pk).update(contact=address)


@action(policies.rewrap, audit="channels.keys_rewrapped", count=int, when=bool)
def rewrap(*, by: Actor, account: Account, most: int) -> int:
    """换密钥: wrap the next so many records of an account with the active wrapping key. Returns how many were."""
    done = 0
    for model, field, context_of in wraps.TABLES:
        rows = list(wraps.old_of(model, field, account).select_for_update()[: most - done])
        for row in rows:
            wraps.wrap_anew(row, context_of)
        wraps.rows_of(model).bulk_update(rows, ["sealed"])
        done += len(rows)
    return done


def _change(account: Account, said: Mapping[str, str]) -> bool:
    """Old keys of the callback go on for a while: the platform's own page is not changed in the same second."""
    found = Account.objects.select_for_update().get(pk=account.pk)
    held = dict(accounts.opened(found).secrets)
    changed = {name: word for name, word in said.items() if word and word != held.get(name)}
    if not changed:
        return False
    facts: dict = {}
    if any(name in changed and held.get(name) for name in GENERATED):
        if found.old_until and found.old_until > clock.now():  # the platform may still use the pair before
            if found.heard_at and all(held.get(f"older_{name}") for name in GENERATED):
                raise Conflict(CHANGED_TWICE)
            held |= {f"older_{name}": held[f"old_{name}"] for name in GENERATED if held.get(f"old_{name}")}
        else:
            held = {name: word for name, word in held.items() if not name.startswith("older_")}
        held |= {f"old_{name}": held[name] for name in GENERATED if held.get(name)}
        facts["old_until"] = clock.now() + OLD_KEYS_HOLD
    facts["sealed"] = accounts.wrapped(found.pk, {**held, **changed})
    Account.objects.filter(pk=found.pk).update(**facts)
    if set(changed) - {*GENERATED, MADE_BY}:
        Token.objects.filter(account=found).update(good_until=None)  # what was fetched with another secret
    return True


def _unused(form: str) -> str:
    """The outbox's key for a form; empty where it was used."""
    key = f"try:{form}"
    return "" if outbox.known([key]) else key


def _count(account: Account, to: str) -> None:
    """Take one of what the platform allows, before the call. Raises Conflict where nothing is left."""
    if account.kind in ("wechat", "kf"):
        if not queries.reachable(account).filter(pk=to).update(heard_sent=F("heard_sent") + 1):
            raise Conflict("这个人 48 小时内没有来话，或者已经发满 5 条。请先用自己的微信给它发一句。")
    elif account.kind == "robot":
        if wait_s := ledger.reserve_in_group(account.pk):
            raise Conflict(f"机器人一分钟最多 20 条，请过 {wait_s} 秒再试。")
    elif account.kind == "app" and (wait_s := ledger.reserve_member(account.pk, to)):
        raise Conflict(f"给同一个人一分钟最多 30 条，请过 {wait_s} 秒再试。")


def _refuse_a_simulator(facts: Mapping[str, str]) -> None:
    if queries.is_out_of_place(facts):
        raise Invalid("微信模拟只在演示里用。正式使用时，平台的地址用平台自己的。")
