import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import menkou.core.dated
import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    """公示牌: a code on a carrier, what was printed, where it was put up."""

    initial = True

    dependencies = [("places", "0005_two_changes_in_a_day"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "carrier",
                    models.CharField(
                        choices=[
                            ("a3", "公示牌（A3）"),
                            ("a2", "公示牌（A2）"),
                            ("wall", "公示牌（60×90 厘米）"),
                            ("round", "圆形即时贴"),
                            ("square", "方形即时贴"),
                            ("card", "联系卡"),
                            ("nameplate", "台签"),
                            ("cover", "工作日志封面"),
                            ("loudspeaker", "广播稿"),
                            ("earlier", "以前的公示牌"),
                        ],
                        max_length=12,
                        verbose_name="载体",
                    ),
                ),
                ("number", models.CharField(max_length=6, verbose_name="牌号")),
                ("epoch", models.PositiveSmallIntegerField(default=1, verbose_name="第几期码")),
                ("made_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("made", "有码未印"), ("printed", "已印未挂"), ("up", "挂着"), ("down", "已取下")],
                        default="made",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=0, verbose_name="印到第几版")),
                ("hung", models.PositiveSmallIntegerField(null=True, verbose_name="挂的是第几版")),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="挂在哪里")),
                ("seen_at", models.DateTimeField(null=True, verbose_name="最近看过")),
                ("is_damaged", models.BooleanField(default=False, verbose_name="破损")),
                (
                    "due",
                    models.CharField(
                        blank=True,
                        choices=[("", "不用动"), ("print", "要印"), ("hang", "印好了，等挂"), ("take_down", "要取下")],
                        default="print",
                        max_length=10,
                        verbose_name="要做什么",
                    ),
                ),
                ("stale_since", models.DateField(null=True, verbose_name="从哪天起不对")),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="哪里不对")),
                ("cause", models.CharField(blank=True, max_length=60, verbose_name="缘由")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="作废")),
                ("revoked_why", models.CharField(blank=True, max_length=100, verbose_name="为什么作废")),
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
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "village",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="boards",
                        to="places.village",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示牌",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Placing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("up", "挂上"),
                            ("seen", "看过，完好"),
                            ("damaged", "看过，破损或被遮挡"),
                            ("gone", "看过，不见了"),
                            ("down", "取下"),
                        ],
                        max_length=8,
                        verbose_name="做了什么",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(null=True, verbose_name="版次")),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="挂在哪里")),
                ("photo", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "board",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placings",
                        to="boards.board",
                    ),
                ),
                (
                    "by",
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
            ],
            options={
                "verbose_name": "张贴记录",
                "ordering": ["-at"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Printing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="版次")),
                ("shown", models.JSONField(verbose_name="印的内容")),
                ("printed_at", models.DateTimeField()),
                (
                    "board",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="printings",
                        to="boards.board",
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
                    "printed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "公示牌版次",
                "ordering": ["-version"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        menkou.core.db.GuardRows("boards_board"),
        menkou.core.db.GuardRows("boards_printing"),
        menkou.core.db.GuardRows("boards_placing"),
        migrations.AddIndex(
            model_name="board",
            index=models.Index(fields=["district", "village"], name="boards_of_a_village"),
        ),
        migrations.AddIndex(
            model_name="board",
            index=models.Index(
                condition=models.Q(("due", ""), _negated=True), fields=["district", "due"], name="boards_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="board",
            constraint=menkou.core.db.SameDistrict("village", name="boards_board_and_village_share_district"),
        ),
        migrations.AddConstraint(
            model_name="board",
            constraint=models.UniqueConstraint(models.F("district"), models.F("number"), name="one_board_to_a_number"),
        ),
        migrations.AddConstraint(
            model_name="board",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hung__isnull", False), ("hung__lte", models.F("version")), ("state", "up")),
                    models.Q(models.Q(("state", "up"), _negated=True), ("hung", None)),
                    _connector="OR",
                ),
                name="what_hangs_is_up_and_was_printed",
            ),
        ),
        migrations.AddConstraint(
            model_name="board",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at", None), ("revoked_why", "")),
                    models.Q(("revoked_at__isnull", False), models.Q(("revoked_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_revoked_code_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="board",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stale_since", None), ("why", "")),
                    models.Q(models.Q(("why", ""), _negated=True), models.Q(("stale_since", None), _negated=True)),
                    _connector="OR",
                ),
                name="a_stale_board_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="placing",
            index=models.Index(fields=["district", "board", "at"], name="placings_of_a_board"),
        ),
        migrations.AddConstraint(
            model_name="placing",
            constraint=menkou.core.db.SameDistrict("board", name="placing_and_board_share_district"),
        ),
        migrations.AddConstraint(
            model_name="printing",
            constraint=menkou.core.db.SameDistrict("board", name="printing_and_board_share_district"),
        ),
        migrations.AddConstraint(
            model_name="printing",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("board"), models.F("version"), name="one_printing_to_a_version"
            ),
        ),
    ]
