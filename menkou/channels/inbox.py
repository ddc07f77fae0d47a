"""收件: what a platform handed over is on record with its job before we say `success`; then it is taken in, in order.

The row is the truth and the job an accelerator. What comes again under the same key is not kept again, however late:
that is the only defence against replays, and never a refusal, since a platform's own retry looks the same.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q

from menkou.channels.models import Account, Correspondent, Incoming
from menkou.core import clock, sealed
from menkou.core.keys import digest
from menkou.core.rows import insert, insert_alike
from menkou.core.scope import district_being_written

TAKE_IN, FETCH = "menkou.chats.jobs.take_in", "menkou.chats.jobs.fetch"
RECEIPT = "menkou.channels.texted.settle"
QUEUE = """
select procrastinate_defer_jobs_v1(array_agg(
  row('inbox', of.task, 0, null, null, jsonb_build_object('district_id', %s::bigint, 'incoming_id', id), null)
  ::procrastinate_job_to_defer_v1 order by id))
from row0 join unnest(%s::uuid[], %s::text[]) as of (id, task) using (id) having count(*) > 0
"""  # what procrastinate's own defer says, for each row that was added
LEASE = timedelta(seconds=6 * settings.MENKOU_RECONCILE_S)  # longer than three calls of a platform may take
MOST_ATTEMPTS = 5  # that died with their worker, after which a message is parked (P-05)
OF_THE_ACCOUNT = b""  # the sender of a call to fetch messages, and of a receipt


def keep(account: Account, *, sender: str, key: str, plain: bytes) -> None:
    """Put a message and the job that takes it in on record, once for a key; in one statement."""
    keep_all([row_of(account, sender=sender, key=key, plain=plain)])


def row_of(account: Account, *, sender: str, key: str, plain: bytes) -> Incoming:
    """A message as it will be kept; `sender` is empty where the platform only calls us to fetch, or sends a receipt."""
    row = Incoming(account=account, key_digest=key_digest(account.pk, sender, key))
    row.sender_digest = sender_digest(account.pk, sender) if sender else OF_THE_ACCOUNT
    row.sealed = sealed.wrap(plain, context=context_of(row.pk))
    return row


def keep_all(rows: Iterable[Incoming]) -> None:
    """Put messages of one district on record with their jobs, each once for its key; in one statement.

    In the order of their keys: two processes that keep the same ones at the same moment never wait for each other.
    """
    ordered = sorted(rows, key=lambda row: bytes(row.key_digest))
    tasks = [_task(row) for row in ordered]
    insert_alike(ordered, then=(QUEUE, [district_being_written(), [row.pk for row in ordered], tasks]))


def _task(row: Incoming) -> str:
    """Who takes it in: what somebody said, a call of 微信客服, a receipt of a gateway."""
    if row.sender_digest:
        return TAKE_IN
    return RECEIPT if row.account.kind == Account.Kind.SMS else FETCH


def key_digest(account_id: UUID, sender: str, key: str) -> bytes:
    """A message's key: the account, its sender and the platform's own; the last alone is not unique (security.md 0.3)."""
    return digest("incoming", str(account_id), sender, key)


def sender_digest(account_id: UUID, sender: str) -> bytes:
    return digest("sender", str(account_id), sender)


def opened(row: Incoming) -> bytes:
    """A message as it came. Raises Unsealable."""
    return sealed.unwrap(bytes(row.sealed or b""), context=context_of(row.pk))


def correspondent(account: Account, sender: str, *, follows: bool = True) -> Correspondent:
    """Whoever wrote, on record from now on; who is met in another way is not known to follow."""
    mine = sender_digest(account.pk, sender)
    if not Correspondent.objects.filter(account=account, sender_digest=mine).exists():
        row = Correspondent(account=account, sender_digest=mine, follows=follows)
        row.sealed = sealed.wrap(sender.encode(), context=context_of_name(row.pk))
        insert(row, once=True)
    return Correspondent.objects.select_related("account").get(account=account, sender_digest=mine)


def name_of(correspondent: Correspondent) -> str:
    """The platform's name for a correspondent: for calls to it, and for nothing else."""
    return sealed.unwrap(bytes(correspondent.sealed), context=context_of_name(correspondent.pk)).decode()


def claim(correspondent: Correspondent) -> Correspondent | None:
    """Take in what this one wrote, alone and in order; None while somebody else does."""
    moment = clock.now()
    free = Q(lease_until=None) | Q(lease_until__lt=moment)
    mine = Correspondent.objects.filter(free, pk=correspondent.pk)
    if not mine.update(attempt=F("attempt") + 1, lease_until=moment + LEASE):
        return None
    return Correspondent.objects.select_related("account").get(pk=correspondent.pk)


def still_mine(claimed: Correspondent) -> bool:
    """Whether nobody has taken over since; the row is locked till the transaction ends, and the lease begins anew."""
    mine = Correspondent.objects.filter(pk=claimed.pk, attempt=claimed.attempt)
    return bool(mine.update(lease_until=clock.now() + LEASE))


def release(claimed: Correspondent) -> None:
    """Somebody else may go on."""
    Correspondent.objects.filter(pk=claimed.pk, attempt=claimed.attempt).update(lease_until=None)


def next_of(correspondent: Correspondent) -> Incoming | None:
    """The oldest message of theirs that has not been looked at; one whose attempts died with their workers is passed by."""
    mine = Incoming.objects.filter(account=correspondent.account_id, sender_digest=correspondent.sender_digest)
    waiting = mine.filter(taken_at=None, held_at=None, attempt__lt=F("settled") + MOST_ATTEMPTS)
    return waiting.order_by("id").first()


def begin(row: Incoming) -> None:
    """An attempt at a message, counted before anything is done."""
    Incoming.objects.filter(pk=row.pk).update(attempt=F("attempt") + 1)


def put_off(row: Incoming) -> None:
    """The attempt ended in order, and the message waits for another."""
    Incoming.objects.filter(pk=row.pk).update(settled=F("attempt"))


def hold(row: Incoming) -> None:
    """The message waits until its sender says where it goes."""
    Incoming.objects.filter(pk=row.pk).update(held_at=clock.now(), settled=F("attempt"))


def held_of(correspondent: Correspondent) -> list[Incoming]:
    """What waits for its sender's word, in order."""
    mine = Incoming.objects.filter(account=correspondent.account_id, sender_digest=correspondent.sender_digest)
    return list(mine.filter(taken_at=None, held_at__isnull=False).order_by("id"))


def taken(rows: Iterable[Incoming]) -> None:
    """These are where they belong, or belong nowhere: what they held is gone from here, their keys stay."""
    pks = [row.pk for row in rows]
    Incoming.objects.filter(pk__in=pks, taken_at=None).update(taken_at=clock.now(), sealed=None, held_at=None)


def untaken() -> list[UUID]:
    """Messages that nobody has looked at for longer than a lease, but those that are parked."""
    waiting = Incoming.objects.filter(taken_at=None, held_at=None, attempt__lt=F("settled") + MOST_ATTEMPTS)
    old = waiting.filter(arrived_at__lt=clock.now() - timedelta(seconds=settings.MENKOU_RECONCILE_S))
    return list(old.order_by("id").values_list("pk", flat=True)[:500])


def parked() -> int:
    """How many messages nobody takes in any more, since every attempt died: somebody has to look."""
    stuck = Incoming.objects.filter(taken_at=None, held_at=None, attempt__gte=F("settled") + MOST_ATTEMPTS)
    return stuck.count()


def held_before(moment) -> list[Incoming]:
    """What was held and never sent on."""
    return list(Incoming.objects.filter(taken_at=None, held_at__lt=moment).order_by("id")[:500])


def context_of(pk: UUID) -> str:
    return f"channel-incoming:{pk}"


def context_of_name(pk: UUID) -> str:
    return f"channel-correspondent:{pk}"
