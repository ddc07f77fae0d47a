"""异议: somebody says that a line is wrong; the bureau answers, and what changes money takes a second person."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.subsidies.models.ledger import Line
from menkou.subsidies.models.proposed import MOST_FEN, Decision

UNSETTLED = Q(outcome="") | Q(outcome__in=["record", "amount"], decision="")


class Objection(DistrictOwned):
    """异议: an adviser's or an institution's, to one line, with its answer. The line stays as it is, whatever comes of it."""

    class Outcome(models.TextChoices):
        STANDS = "stands", "算得对，照旧"
        RECORD = "record", "记录有误，改记录，下一批自动补正"
        AMOUNT = "amount", "补一笔或者扣一笔"

    line = OwnedKey(Line, models.DO_NOTHING, related_name="objections")  # the database says no
    words = models.CharField("哪里不对", max_length=500)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField("怎么办", max_length=8, choices=Outcome, blank=True)
    fen = models.BigIntegerField("补多少（分），扣的写负数", default=0)
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decision = models.CharField("第二个人", max_length=8, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(DistrictOwned.Meta):
        verbose_name = "补贴异议"
        ordering = ["-raised_at"]
        constraints = [
            SameDistrict("line", name="objection_and_line_share_district"),
            models.UniqueConstraint(  # also while its answer waits for the second person, who may open it again
                *("district", "line"), name="one_open_objection_to_a_line", condition=UNSETTLED
            ),
            models.CheckConstraint(name="an_objection_says_something", condition=~Q(words="")),
            models.CheckConstraint(
                name="an_answer_to_an_objection_has_its_person_and_time",
                condition=Q(outcome="", fen=0, answer="", answered_at=None, answered_by=None)
                | Q(outcome__in=["stands", "record"], fen=0, answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(answer="")
                | Q(outcome="amount", fen__range=(-MOST_FEN, MOST_FEN), answered_at__isnull=False)
                & Q(answered_by__isnull=False)
                & ~Q(fen=0)
                & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="what_changes_something_is_decided_by_a_second_person",
                condition=Q(decision="", decided_at=None, decided_by=None)
                | Q(decision__in=["agreed", "refused"], decided_at__isnull=False, decided_by__isnull=False)
                & Q(outcome__in=["record", "amount"])
                & ~Q(decided_by=F("answered_by")),
            ),
            models.CheckConstraint(
                name="nobody_answers_their_own_objection",
                condition=Q(answered_by=None) | ~Q(answered_by=F("raised_by")),
            ),
        ]

    @property
    def state(self) -> str:
        """open, answered (a second person has to agree), settled."""
        if not self.outcome:
            return "open"
        return "settled" if self.outcome == self.Outcome.STANDS or self.decision else "answered"
