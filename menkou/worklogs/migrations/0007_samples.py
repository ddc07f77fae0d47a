import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import menkou.core.clock
import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    """A sample of a period's entries is drawn by chance, kept for good, and looked at entry by entry."""

    dependencies = [
        ("places", "0007_names_sound"),
        ("worklogs", "0006_when_an_entry_was_recorded"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("period", models.CharField(max_length=10, verbose_name="时段")),
                ("number", models.PositiveSmallIntegerField(verbose_name="第几次")),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="为什么再抽一次")),
                ("seed", models.BinaryField(verbose_name="种子")),
                ("population", models.BinaryField()),
                ("digest", models.BinaryField(verbose_name="总体摘要")),
                ("count", models.PositiveIntegerField(verbose_name="总体条数")),
                ("percent", models.PositiveSmallIntegerField(verbose_name="抽百分之几")),
                ("per_adviser", models.PositiveSmallIntegerField(verbose_name="每位顾问至少几条")),
                ("drawn_at", models.DateTimeField(verbose_name="抽取时间")),
                (
                    "district",
                    models.ForeignKey(
                        db_default=menkou.core.db.DistrictBeingWritten(),
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.district",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "township",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.township",
                    ),
                ),
            ],
            options={
                "verbose_name": "抽查",
                "ordering": ["-drawn_at", "-id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("true", "属实"), ("differs", "对不上"), ("unknown", "没法核")],
                        max_length=10,
                        verbose_name="核的结果",
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[("called", "打电话问村里"), ("evidence", "看佐证"), ("visited", "到村问")],
                        max_length=10,
                        verbose_name="怎么核的",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="核到什么")),
                ("checked_at", models.DateTimeField(null=True)),
                ("reply", models.CharField(blank=True, max_length=500, verbose_name="顾问的说明")),
                ("replied_at", models.DateTimeField(null=True)),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[("cleared", "说清楚了"), ("returned", "退回了")],
                        max_length=10,
                        verbose_name="了结",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        db_default=menkou.core.db.DistrictBeingWritten(),
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.district",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entry",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="worklogs.entry",
                    ),
                ),
                (
                    "replied_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draw",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="worklogs.draw",
                    ),
                ),
            ],
            options={
                "verbose_name": "抽查的一条",
                "ordering": ["id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        menkou.core.db.GuardRows("worklogs_draw", append_only=True),
        menkou.core.db.GuardRows("worklogs_check"),
        migrations.AddConstraint(
            model_name="draw",
            constraint=menkou.core.db.SameDistrict("township", name="draw_and_township_share_district"),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.UniqueConstraint(
                models.F("district"),
                models.F("township"),
                models.F("period"),
                models.F("number"),
                name="a_draw_has_its_own_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("number", 1), models.Q(("number__gt", 1), models.Q(("why", ""), _negated=True)), _connector="OR"
                ),
                name="another_draw_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(condition=models.Q(("count__gt", 0)), name="a_draw_is_from_something"),
        ),
        migrations.AddIndex(
            model_name="check",
            index=models.Index(
                condition=models.Q(("ended_at", None), ("result", "differs")),
                fields=["district", "entry"],
                name="check_that_differs",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=menkou.core.db.SameDistrict("draw", name="check_and_draw_share_district"),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=menkou.core.db.SameDistrict("entry", name="check_and_entry_share_district"),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("draw"), models.F("entry"), name="a_draw_takes_an_entry_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("checked_at", None), ("checked_by", None), ("how", ""), ("note", ""), ("result", "")),
                    models.Q(
                        ("checked_at__isnull", False),
                        ("checked_by__isnull", False),
                        ("result__in", ["true", "differs", "unknown"]),
                        models.Q(("how", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_result_has_its_way_person_and_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("result__in", ["", "true"]), models.Q(("note", ""), _negated=True), _connector="OR"
                ),
                name="what_is_not_found_true_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("replied_at", None), ("replied_by", None), ("reply", "")),
                    models.Q(
                        ("replied_at__isnull", False),
                        ("replied_by__isnull", False),
                        ("result", "differs"),
                        models.Q(("reply", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_reply_is_to_what_differs",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None), ("ending", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        ("ending__in", ["cleared", "returned"]),
                        ("result", "differs"),
                    ),
                    _connector="OR",
                ),
                name="only_what_differs_comes_to_an_end",
            ),
        ),
    ]
