"""Sessions as Django keeps them in the database; what each request of staff asks for is written once."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from menkou.core.prepared import Prepared


def _kept(key: str, now: datetime) -> QuerySet[Session, tuple]:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data")


_KEPT: Prepared[str] = Prepared(str, _kept, key=str, now=datetime)


class SessionStore(db.SessionStore):
    """The same tables and the same rows."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        """What is kept under this key, as long as it holds; nothing else, and then the key is forgotten."""
        key = self.session_key
        for kept in _KEPT(key=key, now=timezone.now()) if key else ():
            return self.decode(kept)
        self._session_key = None
        return {}
