"""Rows that belong to a district, the links between them, and the lines every action leaves behind."""

from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Col
from django.db.models.lookups import Exact, In
from django.db.models.sql.query import Query
from uuid_utils.compat import uuid7

from menkou.core.db import DistrictBeingWritten
from menkou.core.literals import Number
from menkou.core.scope import NoScope, current


class ScopedManager(models.Manager):
    """Reads only the districts that the scope names."""

    def get_queryset(self):
        if not (reads := current().reads):
            raise NoScope(f"{self.model._meta.label} was asked for outside any district")
        found = super().get_queryset()
        found.query = _within(self.model, reads).clone()  # as Django unpickles one: a page begins fifty of them
        return found


@lru_cache(maxsize=2048)  # for each table and district
def _within(model: type[models.Model], reads: tuple[int, ...]) -> Query:
    """The query of one table within these districts, to which nothing has been asked yet."""
    return models.QuerySet(model).filter(In(F("district_id"), list(map(Number, reads)))).query


class DistrictOwned(models.Model):
    """Belongs to one district for life; PostgreSQL itself fills in which."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    district = models.ForeignKey(
        "places.District", models.PROTECT, related_name="+", editable=False, db_default=DistrictBeingWritten()
    )

    objects = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class OwnedKey(models.ForeignKey):
    """A link between two owned rows: joined and fetched by district and id together. Pin it with SameDistrict."""

    def __init__(self, to, on_delete, **kwargs):
        super().__init__(to, on_delete, **{**kwargs, "db_constraint": False})

    def get_extra_restriction(self, alias, related_alias):
        owned: Any = (self.model, self.remote_field.model)
        here, there = (model.district.field for model in owned)
        if alias and related_alias:
            return Exact(Col(related_alias, here), Col(alias, there))
        return In(Col(alias, there) if alias else Col(related_alias, here), list(map(Number, current().reads)))

    def get_extra_descriptor_filter(self, instance):
        return {"district_id": instance.district_id}


class AuditEntry(DistrictOwned):
    """审计记录: who did what, to what, when. No foreign keys into live rows: the log outlives what it describes."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.TextField()
    what = models.TextField()
    subject = models.TextField()
    count = models.PositiveIntegerField(null=True)  # of a list that was taken out: how many rows, and none of them

    class Meta(DistrictOwned.Meta):
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["district", "subject", "at"], name="audit_by_subject"),
            models.Index(fields=["district", "at", "id"], name="audit_by_time"),
            models.Index(fields=["district", "what", "at"], name="audit_by_what"),
            models.Index(fields=["district", "by", "at"], name="audit_by_whom"),
        ]


class Unlinked(DistrictOwned):
    """还没连上: an audit line, by its id, that the chainer has to link; inserted with the line, gone with its link."""


class AuditLink(DistrictOwned):
    """审计链的一环: the place of the audit line of this id in its district's chain, and the digest of all up to it.

    No foreign key: where a line is gone, the chain must say so, and a key would be dropped before it.
    """

    number = models.PositiveBigIntegerField()  # from 1, without a gap
    digest = models.BinaryField()  # SHA-256 of the digest before it and of this line, see core.chain.digests
    at = models.DateTimeField()  # when it was linked

    class Meta(DistrictOwned.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("district", "number", name="a_chain_has_no_fork"),
            models.CheckConstraint(name="a_chain_begins_with_one", condition=Q(number__gte=1)),
        ]


class Outgoing(DistrictOwned):
    """发件: words on their way to a person, never any content of a consultation."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待发送"
        SENDING = "sending", "正在发送"
        SENT = "sent", "已送出"
        UNKNOWN = "unknown", "结果不明"
        FAILED = "failed", "没有送到"
        WITHDRAWN = "withdrawn", "不再送"
        TASK = "task", "送不到，要有人打电话"

    key = models.TextField()  # the same news is never sent twice
    channel = models.TextField()
    address = models.TextField()
    words = models.TextField()
    about = models.UUIDField(null=True)  # the consultation, where its holder is told: withdrawn from whom it is kept
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField(default=0)
    settled = models.PositiveSmallIntegerField(default=0, db_default=0)  # the last attempt that did not die
    not_before = models.DateTimeField(null=True)
    way = models.TextField(default="", db_default="")  # how it went in the end: chat, notice, sms ...
    code = models.TextField(default="", db_default="")  # what the platform said of the last attempt
    made_at = models.DateTimeField(auto_now_add=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta(DistrictOwned.Meta):
        constraints = [
            models.UniqueConstraint("district", "key", name="no_news_is_sent_twice"),
            models.CheckConstraint(name="what_is_sent_has_a_time", condition=~Q(state="sent", sent_at=None)),
        ]
        indexes = [
            models.Index(fields=["district", "address", "made_at"], name="outgoing_by_address"),
            models.Index(
                fields=["district", "made_at"], name="outgoing_undone", condition=Q(state__in=["waiting", "sending"])
            ),
            models.Index(fields=["district", "about"], name="outgoing_answers", condition=Q(channel="answer")),
        ]


class Reply(DistrictOwned):
    """已答复的请求: what a repeated request of the API gets back, so that nothing is done twice."""

    digest = models.BinaryField()  # keyed digest of who asked, where, with which key
    asked = models.BinaryField()  # keyed digest of what was asked
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(DistrictOwned.Meta):
        constraints = [models.UniqueConstraint("district", "digest", name="one_reply_to_a_request")]


class Heartbeat(models.Model):
    """心跳: a process of this installation says that it lives."""

    name = models.TextField(primary_key=True)
    at = models.DateTimeField()
