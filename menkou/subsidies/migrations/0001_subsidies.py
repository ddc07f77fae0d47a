import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.expressions
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import menkou.core.dated
import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("advisers", "0002_licences_and_what_people_can_do"),
        ("places", "0007_names_sound"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("agreed", "同意了"), ("refused", "没同意")],
                        max_length=8,
                        verbose_name="第二个人",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("once_digest", models.BinaryField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("deduction", "扣减"), ("bonus", "奖励")], max_length=10, verbose_name="扣减还是奖励"
                    ),
                ),
                ("fen", models.PositiveBigIntegerField(verbose_name="金额（分）")),
                ("reason", models.CharField(max_length=200, verbose_name="事由")),
                (
                    "decided_by",
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
                    "institution",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advisers.institution",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "registration",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advisers.registration",
                    ),
                ),
            ],
            options={
                "verbose_name": "扣减和奖励",
                "ordering": ["-made_at", "-id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("period", models.CharField(max_length=10, verbose_name="时段")),
                ("number", models.PositiveSmallIntegerField(verbose_name="第几批")),
                ("first_day", models.DateField(verbose_name="起")),
                ("until_day", models.DateField(verbose_name="到这天以前")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("drawing", "正在编"),
                            ("draft", "编好了，还没提交"),
                            ("waiting", "等另一个人复核"),
                            ("checked", "复核了"),
                            ("dropped", "作废了"),
                        ],
                        default="drawing",
                        max_length=8,
                        verbose_name="走到哪一步",
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=0, verbose_name="编过几次")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="几个村")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="编了几个村")),
                ("lines_count", models.PositiveIntegerField(default=0, verbose_name="几行")),
                ("fen", models.BigIntegerField(default=0, verbose_name="合计（分）")),
                ("drawn_at", models.DateTimeField()),
                ("put_at", models.DateTimeField(null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
                ("return_note", models.CharField(blank=True, max_length=200, verbose_name="退回的话")),
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
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "put_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "补贴批次",
                "ordering": ["-first_day", "-number"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Factor",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("agreed", "同意了"), ("refused", "没同意")],
                        max_length=8,
                        verbose_name="第二个人",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("once_digest", models.BinaryField()),
                ("half", models.CharField(max_length=7, verbose_name="哪个半年")),
                ("permille", models.PositiveSmallIntegerField(verbose_name="系数（千分之）")),
                (
                    "decided_by",
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
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "registration",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advisers.registration",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核系数",
                "ordering": ["-made_at", "-id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Handing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.BinaryField()),
                ("handed_at", models.DateTimeField()),
                (
                    "batch",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handings",
                        to="subsidies.batch",
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
                    "handed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "交财务",
                "ordering": ["handed_at"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="第几行")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("base", "按天补贴"),
                            ("factor", "系数"),
                            ("unpaid", "没有付"),
                            ("back", "冲回"),
                            ("again", "重算"),
                            ("deduction", "扣减"),
                            ("bonus", "奖励"),
                            ("carried_out", "结转到下批"),
                            ("carried_in", "上批结转"),
                        ],
                        max_length=12,
                        verbose_name="是什么",
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        blank=True, choices=[("A", "A岗"), ("B", "B岗")], max_length=1, verbose_name="岗位"
                    ),
                ),
                ("first_day", models.DateField(null=True, verbose_name="起")),
                ("until_day", models.DateField(null=True, verbose_name="到这天以前")),
                ("fen", models.BigIntegerField(verbose_name="金额（分）")),
                ("turn", models.PositiveSmallIntegerField(null=True, verbose_name="这些天第几次写")),
                ("taken", models.PositiveSmallIntegerField(null=True, verbose_name="冲回第几次写的")),
                ("after", models.PositiveSmallIntegerField(null=True, verbose_name="接着第几次")),
                ("facts", models.JSONField(verbose_name="怎么来的")),
                (
                    "about",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="followed_by",
                        to="subsidies.line",
                    ),
                ),
                (
                    "adjustment",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="subsidies.adjustment",
                    ),
                ),
                (
                    "batch",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="subsidies.batch",
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
                    "institution",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advisers.institution",
                    ),
                ),
                (
                    "registration",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advisers.registration",
                    ),
                ),
                (
                    "village",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.village",
                    ),
                ),
            ],
            options={
                "verbose_name": "补贴明细",
                "ordering": ["batch", "number"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("words", models.CharField(max_length=500, verbose_name="哪里不对")),
                ("raised_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stands", "算得对，照旧"),
                            ("record", "记录有误，改记录，下一批自动补正"),
                            ("amount", "补一笔或者扣一笔"),
                        ],
                        max_length=8,
                        verbose_name="怎么办",
                    ),
                ),
                ("fen", models.BigIntegerField(default=0, verbose_name="补多少（分），扣的写负数")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="答复")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("agreed", "同意了"), ("refused", "没同意")],
                        max_length=8,
                        verbose_name="第二个人",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
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
                    "line",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="objections",
                        to="subsidies.line",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "补贴异议",
                "ordering": ["-raised_at"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("paid_on", models.DateField(verbose_name="付款日期")),
                ("note", models.CharField(blank=True, max_length=60, verbose_name="凭证号")),
                ("recorded_at", models.DateTimeField()),
                (
                    "batch",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="subsidies.batch",
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "付款",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Tariff",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("agreed", "同意了"), ("refused", "没同意")],
                        max_length=8,
                        verbose_name="第二个人",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("once_digest", models.BinaryField()),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[("ordinary", "一般"), ("busy", "重点"), ("remote", "偏远")],
                        max_length=10,
                        verbose_name="村居分类",
                    ),
                ),
                ("yearly", models.PositiveBigIntegerField(verbose_name="每村每年（分）")),
                ("share_a", models.PositiveSmallIntegerField(verbose_name="A岗占百分之几")),
                ("needs_contract", models.BooleanField(default=True, verbose_name="只付有已签合同的日子")),
                ("valid_from", models.DateField(verbose_name="起")),
                (
                    "decided_by",
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
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "补贴标准",
                "ordering": ["-made_at", "-id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        menkou.core.db.GuardRows("subsidies_tariff"),
        menkou.core.db.GuardRows("subsidies_factor"),
        menkou.core.db.GuardRows("subsidies_adjustment"),
        menkou.core.db.GuardRows("subsidies_batch"),
        menkou.core.db.GuardRows("subsidies_line"),
        menkou.core.db.GuardRows("subsidies_handing", append_only=True),
        menkou.core.db.GuardRows("subsidies_payment", append_only=True),
        menkou.core.db.GuardRows("subsidies_objection"),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("decision", "")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("decision__in", ["agreed", "refused"]),
                    ),
                    _connector="OR",
                ),
                name="a_decision_on_an_adjustment_has_its_person_and_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None), models.Q(("decided_by", models.F("made_by")), _negated=True), _connector="OR"
                ),
                name="nobody_decides_on_an_adjustment_of_their_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("once_digest"), name="a_form_puts_down_an_adjustment_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="an_adjustment_says_on_what_it_rests"
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=menkou.core.db.SameDistrict("registration", name="adjustment_and_registration_share_district"),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("institution__isnull", False), ("registration__isnull", True)),
                    models.Q(("institution__isnull", True), ("registration__isnull", False)),
                    _connector="OR",
                ),
                name="an_adjustment_is_a_person_s_or_an_institution_s",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(("fen__gte", 1), ("fen__lte", 1000000000)),
                name="an_adjustment_is_something_and_no_slip",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="an_adjustment_has_its_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("period"), models.F("number"), name="batches_of_a_period_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(
                models.F("district"),
                condition=models.Q(("stage__in", ["drawing", "draft", "waiting"])),
                name="one_batch_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_day__gt", models.F("first_day"))), name="a_batch_has_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("put_at", None), ("put_by", None)),
                        models.Q(("checked_at", None), ("checked_by", None)),
                        ("stage__in", ["drawing", "draft", "dropped"]),
                    ),
                    models.Q(
                        models.Q(("put_at__isnull", False), ("put_by__isnull", False)),
                        models.Q(("checked_at", None), ("checked_by", None)),
                        ("stage", "waiting"),
                    ),
                    models.Q(
                        models.Q(("put_at__isnull", False), ("put_by__isnull", False)),
                        models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                        ("stage", "checked"),
                    ),
                    _connector="OR",
                ),
                name="a_batch_s_stage_has_its_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("checked_by", None),
                    models.Q(
                        models.Q(("checked_by", models.F("drawn_by")), _negated=True),
                        models.Q(("checked_by", models.F("put_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="nobody_checks_what_they_drew_up_or_put_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("return_note", ""), ("returned_at", None), ("returned_by", None)),
                    models.Q(
                        ("returned_at__isnull", False),
                        ("returned_by__isnull", False),
                        models.Q(("return_note", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="what_came_back_has_its_person_time_and_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("decision", "")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("decision__in", ["agreed", "refused"]),
                    ),
                    _connector="OR",
                ),
                name="a_decision_on_a_factor_has_its_person_and_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None), models.Q(("decided_by", models.F("made_by")), _negated=True), _connector="OR"
                ),
                name="nobody_decides_on_a_factor_of_their_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("once_digest"), name="a_form_puts_down_a_factor_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="a_factor_says_on_what_it_rests"
            ),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=menkou.core.db.SameDistrict("registration", name="factor_and_registration_share_district"),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.CheckConstraint(
                condition=models.Q(("permille__lte", 2000)), name="a_factor_is_two_at_most"
            ),
        ),
        migrations.AddConstraint(
            model_name="handing",
            constraint=menkou.core.db.SameDistrict("batch", name="handing_and_batch_share_district"),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(fields=["district", "institution", "batch"], name="subsidy_by_institution"),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(fields=["district", "registration", "batch"], name="subsidy_by_person"),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(fields=["district", "village", "post"], name="subsidy_by_post"),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=menkou.core.db.SameDistrict("batch", name="line_and_batch_share_district"),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=menkou.core.db.SameDistrict("village", name="line_and_village_share_district"),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=menkou.core.db.SameDistrict("registration", name="line_and_registration_share_district"),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=menkou.core.db.SameDistrict("about", name="line_and_line_share_district"),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=menkou.core.db.SameDistrict("adjustment", name="line_and_adjustment_share_district"),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("batch"), models.F("number"), name="lines_of_a_batch_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("district", "="),
                    ("village", "="),
                    ("post", "="),
                    ("turn", "="),
                    (menkou.core.dated.DateSpan("first_day", "until_day"), "&&"),
                ],
                name="a_day_of_a_post_is_put_down_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("district", "="),
                    ("village", "="),
                    ("post", "="),
                    ("taken", "="),
                    (menkou.core.dated.DateSpan("first_day", "until_day"), "&&"),
                ],
                name="a_day_of_a_post_is_taken_back_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.UniqueConstraint(
                models.F("district"),
                models.F("village"),
                models.F("post"),
                models.F("taken"),
                models.F("first_day"),
                models.F("until_day"),
                name="days_are_taken_back_as_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("adjustment"), name="an_adjustment_counts_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.UniqueConstraint(
                models.F("district"),
                models.F("about"),
                condition=models.Q(("kind", "factor")),
                name="a_line_is_weighed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.UniqueConstraint(
                models.F("district"),
                models.F("about"),
                condition=models.Q(("kind", "carried_in")),
                name="what_was_carried_out_is_carried_in_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("about", None),
                        ("after", None),
                        ("fen__gte", 0),
                        ("kind", "base"),
                        ("registration__isnull", False),
                        ("turn", 0),
                    ),
                    models.Q(
                        ("about", None),
                        ("after", None),
                        ("fen", 0),
                        ("kind", "unpaid"),
                        ("registration", None),
                        ("turn", 0),
                    ),
                    models.Q(
                        ("about__isnull", False),
                        (
                            "after",
                            django.db.models.expressions.CombinedExpression(models.F("turn"), "-", models.Value(1)),
                        ),
                        ("fen", 0),
                        ("kind", "unpaid"),
                        ("registration", None),
                        ("turn__gte", 1),
                    ),
                    models.Q(
                        (
                            "after",
                            django.db.models.expressions.CombinedExpression(models.F("turn"), "-", models.Value(1)),
                        ),
                        ("fen__gte", 0),
                        ("kind", "again"),
                        ("registration__isnull", False),
                        ("turn__gte", 1),
                        ("about__isnull", False),
                    ),
                    models.Q(
                        ("about__isnull", False),
                        ("after", None),
                        ("fen__lte", 0),
                        ("kind", "back"),
                        ("taken__isnull", False),
                        ("turn", None),
                    ),
                    models.Q(
                        ("about__isnull", False),
                        ("after", None),
                        ("kind", "factor"),
                        ("registration__isnull", False),
                        ("turn", None),
                    ),
                    models.Q(
                        ("about", None),
                        ("adjustment__isnull", False),
                        ("after", None),
                        ("fen__lt", 0),
                        ("kind", "deduction"),
                        ("turn", None),
                    ),
                    models.Q(
                        ("about", None),
                        ("adjustment__isnull", False),
                        ("after", None),
                        ("fen__gt", 0),
                        ("kind", "bonus"),
                        ("turn", None),
                    ),
                    models.Q(("about", None), ("after", None), ("fen__gt", 0), ("kind", "carried_out"), ("turn", None)),
                    models.Q(
                        ("about__isnull", False),
                        ("after", None),
                        ("fen__lt", 0),
                        ("kind", "carried_in"),
                        ("turn", None),
                    ),
                    _connector="OR",
                ),
                name="a_line_has_what_its_kind_is_made_of",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("taken", None), ("kind", "back"), _connector="OR"),
                name="only_what_is_taken_back_says_so",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("adjustment", None), ("kind__in", ["deduction", "bonus"]), _connector="OR"),
                name="only_a_second_person_s_yes_adds_or_takes",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("first_day", None),
                        ("post", ""),
                        ("until_day", None),
                        ("village", None),
                        ("kind__in", ["deduction", "bonus", "carried_out", "carried_in"]),
                    ),
                    models.Q(
                        ("post__in", ["A", "B"]),
                        ("until_day__gt", models.F("first_day")),
                        ("village__isnull", False),
                        ("kind__in", ["base", "factor", "unpaid", "back", "again"]),
                    ),
                    _connector="OR",
                ),
                name="days_are_a_post_s_of_a_village",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("institution__isnull", False),
                    models.Q(("fen", 0), ("institution", None), ("registration", None)),
                    _connector="OR",
                ),
                name="money_goes_to_an_institution",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=menkou.core.db.SameDistrict("line", name="objection_and_line_share_district"),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(
                models.F("district"),
                models.F("line"),
                condition=models.Q(("outcome", "")),
                name="one_open_objection_to_a_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="an_objection_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None), ("answered_by", None), ("fen", 0), ("outcome", "")),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("fen", 0),
                        ("outcome__in", ["stands", "record"]),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("fen__range", (-1000000000, 1000000000)),
                        ("outcome", "amount"),
                        ("answered_by__isnull", False),
                        models.Q(("fen", 0), _negated=True),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_answer_to_an_objection_has_its_person_and_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("decision", "")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("decision__in", ["agreed", "refused"]),
                        ("outcome__in", ["record", "amount"]),
                        models.Q(("decided_by", models.F("answered_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="what_changes_something_is_decided_by_a_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_by", None),
                    models.Q(("answered_by", models.F("raised_by")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_answers_their_own_objection",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=menkou.core.db.SameDistrict("batch", name="payment_and_batch_share_district"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(models.F("district"), models.F("batch"), name="a_batch_is_paid_once"),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("decision", "")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("decision__in", ["agreed", "refused"]),
                    ),
                    _connector="OR",
                ),
                name="a_decision_on_a_tariff_has_its_person_and_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None), models.Q(("decided_by", models.F("made_by")), _negated=True), _connector="OR"
                ),
                name="nobody_decides_on_a_tariff_of_their_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("once_digest"), name="a_form_puts_down_a_tariff_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="a_tariff_says_on_what_it_rests"
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.CheckConstraint(
                condition=models.Q(("yearly__lte", 1000000000)), name="a_tariff_is_no_slip_of_the_pen"
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.CheckConstraint(
                condition=models.Q(("share_a__lte", 100)), name="a_has_no_more_than_all_of_it"
            ),
        ),
    ]
