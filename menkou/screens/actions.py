import secrets
from datetime import timedelta

from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.keys import digest
from menkou.places.models import District
from menkou.screens import policies
from menkou.screens.models import ScreenLink

TOKEN_BYTES = 32


@action(policies.make, audit="screens.made")
def make(*, by: Actor, district: District, name: str, days: int) -> str:
    """发大屏链接: what stands at its end is told this once; only its keyed digest is kept."""
    token, now = secrets.token_urlsafe(TOKEN_BYTES), clock.now()
    facts = {"name": name, "made_at": now, "made_by_id": by.user_id, "valid_until": now + timedelta(days=days)}
    ScreenLink.objects.create(digest=digest("screen", token), **facts)
    return token


@action(policies.revoke, audit="screens.revoked")
def revoke(*, by: Actor, link: ScreenLink) -> None:
    """停用: from now on it opens nothing. Raises Conflict."""
    running = ScreenLink.objects.filter(pk=link.pk, revoked_at=None)
    if not running.update(revoked_at=clock.now(), revoked_by=by.user_id):
        raise Conflict("这条大屏链接已经停用了。")


@action(policies.note, audit="screens.shown", when=bool)
def note(*, by: Actor, link: ScreenLink) -> int:
    """On which day it was last opened; once a day, however often it asks."""
    today = clock.today()
    return ScreenLink.objects.filter(pk=link.pk).exclude(shown_on=today).update(shown_on=today)
