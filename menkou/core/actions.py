"""An action is the only way to change anything.

It reads like a sentence (by whom, on what, how), asks its policy, runs in one
transaction, and leaves one line in the audit log.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import transaction

from menkou.core import remarks
from menkou.core.errors import Refused
from menkou.core.models import AuditEntry, Unlinked
from menkou.core.rows import insert

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger("menkou.gate")


@dataclass(frozen=True)
class Policy:
    """A yes/no question, and the sentence a person reads when the answer is no."""

    allows: Callable[[Any, Any], bool]
    refusal: str


def policy(refusal: str) -> Callable[[Callable[[Any, Any], bool]], Policy]:
    """Make a question over an actor and one object into a policy."""
    return lambda allows: Policy(allows, refusal)


@dataclass(frozen=True)
class Action(Generic[P, R]):
    """A change with its gate. Called with keywords only; raises Refused where the policy says no."""

    do: Callable[P, R]
    policy: Policy
    audit: str
    words: tuple[str, str]  # the parameters that say by whom and on what
    count: Callable[[Any], int] | None = None  # asked of the result: how many rows left the house
    when: Callable[[Any], bool] | None = None  # asked of the result; where it says no, nothing was done to speak of

    def __call__(self, *args: P.args, **sentence: P.kwargs) -> R:
        said: dict[str, Any] = dict(sentence)
        by, subject = (said[word] for word in self.words)
        line = f"{subject._meta.label}:{subject.pk}"
        if not self.policy.allows(by, subject):
            log.warning("refused %s on %s to %s", self.audit, line, by.mark)
            raise Refused(self.policy.refusal)
        with remarks.unsaid_if_it_fails(), transaction.atomic():
            result = self.do(*args, **sentence)
            if self.when is None or self.when(result):
                count = self.count(result) if self.count else None
                entry = AuditEntry(by=str(by), what=self.audit, subject=line, count=count)
                insert(entry, Unlinked(id=entry.pk))  # one statement; the chainer links it within seconds
        return result


def action(
    may: Policy, *, audit: str, count: Callable[[Any], int] | None = None, when: Callable[[Any], bool] | None = None
) -> Callable[[Callable[P, R]], Action[P, R]]:
    """Put a policy and an audit line before a change."""

    def declare(do: Callable[P, R]) -> Action[P, R]:
        by, subject, *_ = signature(do).parameters
        return Action(do, may, audit, (by, subject), count, when)

    return declare
