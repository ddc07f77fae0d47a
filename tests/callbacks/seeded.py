"""A small district with 公众号 and 微信客服: python -m tests.callbacks.seeded, in a home's environment.

Prints the district's id.
"""

import sys
from uuid import UUID

from menkou.command import database, home
from tests.crash import seeded
from tests.crash.seeded import SLUG

__all__ = ["SLUG"]
APPID, CORPID, KFID = "wxcallbacks", "wwcallbacks", "wkcallbacks"
ACCOUNT, KF = UUID("0192f000-0000-7000-8000-000000000001"), UUID("0192f000-0000-7000-8000-000000000002")
SIMULATED = {"is_simulated": "yes"}  # what it calls is a socket that never answers: see place.opened
TOKEN, AES_KEY = "c" * 32, "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"


def seed() -> int:
    """The district and its accounts, which are on."""
    from menkou.channels import accounts
    from menkou.channels.models import Account
    from menkou.core.scope import within

    district_id = seeded.seed()
    sealed = {
        pk: accounts.wrapped(pk, {"token": TOKEN, "aes_key": AES_KEY, "secret": "s" * 32}) for pk in (ACCOUNT, KF)
    }
    with within(district_id):
        Account.objects.create(
            pk=ACCOUNT, kind="wechat", name="门口", number=APPID, facts=SIMULATED, sealed=sealed[ACCOUNT], is_on=True
        )
        facts = {**SIMULATED, "corpid": CORPID}
        Account.objects.create(
            pk=KF, kind="kf", name="门口客服", number=KFID, facts=facts, sealed=sealed[KF], is_on=True
        )
    return district_id


if __name__ == "__main__":
    database.ensure(home.settle())
    database.set_up_django()
    sys.stdout.write(f"{seed()}\n")
