import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("advisers", "0001_initial"),
        ("places", "0001_initial"),
        ("worklogs", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("post", models.CharField(choices=[("A", "A岗"), ("B", "B岗")], max_length=1, verbose_name="受理岗位")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "等待答复"), ("answered", "已答复"), ("closed", "已办结")],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("may_hand_over", models.BooleanField(verbose_name="同意由替班顾问接手")),
                ("asked_at", models.DateTimeField(verbose_name="提问时间")),
                ("due_at", models.DateTimeField(verbose_name="应答复")),
                ("read_at", models.DateTimeField(null=True, verbose_name="顾问已读")),
                ("first_answered_at", models.DateTimeField(null=True, verbose_name="首次答复")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="最近答复")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="办结")),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("neighbours", "邻里纠纷"),
                            ("land", "山林土地承包"),
                            ("family", "婚姻家庭继承"),
                            ("compensation", "损害赔偿"),
                            ("expropriation", "征地拆迁"),
                            ("homestead", "房屋宅基地"),
                            ("contract", "合同"),
                            ("village_affairs", "村务管理"),
                            ("traffic", "交通事故"),
                            ("labour", "劳动争议"),
                            ("medical", "医疗纠纷"),
                            ("environment", "环境保护"),
                            ("other", "其他"),
                        ],
                        max_length=24,
                        verbose_name="类别",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(null=True, verbose_name="用时（分钟）")),
                ("code_digest", models.BinaryField()),
                ("device_digest", models.BinaryField(null=True)),
                ("once_digest", models.BinaryField()),
                ("asked_digest", models.BinaryField()),
                (
                    "closed_by",
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
                    "entry",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="worklogs.entry",
                    ),
                ),
                (
                    "holder",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advisers.registration",
                    ),
                ),
                (
                    "village",
                    menkou.core.models.OwnedKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="places.village"
                    ),
                ),
            ],
            options={
                "verbose_name": "咨询",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CaseKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("wrapped", models.BinaryField()),
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
                    "consultation",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="consultations.consultation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("away", "这几天不在"),
                            ("conflict", "与本人或本所有利害关系"),
                            ("better_suited", "对方更熟悉这类事"),
                            ("post_ended", "不再担任本村顾问"),
                        ],
                        max_length=16,
                        verbose_name="原因",
                    ),
                ),
                ("handed_at", models.DateTimeField(verbose_name="移交时间")),
                (
                    "consultation",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="consultations.consultation",
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
                    "giver",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advisers.registration",
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taker",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advisers.registration",
                    ),
                ),
            ],
            options={
                "verbose_name": "移交",
                "ordering": ["handed_at"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("visible_at", models.DateTimeField()),
                ("once_digest", models.BinaryField(null=True)),
                (
                    "author",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="advisers.registration",
                    ),
                ),
                (
                    "consultation",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="consultations.consultation",
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
                "ordering": ["visible_at", "id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "face",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "不满意"), (2, "一般"), (3, "满意")], verbose_name="评价"
                    ),
                ),
                ("is_solved", models.BooleanField(verbose_name="解决了")),
                ("rated_at", models.DateTimeField(verbose_name="评价时间")),
                (
                    "consultation",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="consultations.consultation",
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
                "verbose_name": "评价",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="WrongTry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("device_digest", models.BinaryField()),
                ("tried_at", models.DateTimeField()),
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
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        menkou.core.db.GuardRows("consultations_consultation"),
        menkou.core.db.GuardRows("consultations_casekey"),
        menkou.core.db.GuardRows("consultations_handover"),
        menkou.core.db.GuardRows("consultations_message"),
        menkou.core.db.GuardRows("consultations_rating"),
        menkou.core.db.GuardRows("consultations_wrongtry"),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(fields=["district", "holder", "state", "due_at"], name="consultation_by_holder"),
        ),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(fields=["district", "device_digest", "asked_at"], name="consultation_by_device"),
        ),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(fields=["district", "asked_at"], name="consultation_by_time"),
        ),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["district", "due_at"], name="consultation_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(
                condition=models.Q(("state", "answered")), fields=["district", "answered_at"], name="consultation_quiet"
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=menkou.core.db.SameDistrict("village", name="consultation_and_village_share_district"),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=menkou.core.db.SameDistrict("holder", name="consultation_and_holder_share_district"),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=menkou.core.db.SameDistrict("entry", name="consultation_and_entry_share_district"),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("code_digest"), name="one_consultation_to_a_pickup_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.UniqueConstraint(models.F("district"), models.F("once_digest"), name="a_form_asks_once"),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("entry"), name="one_entry_to_a_consultation"
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("category", ""),
                        ("closed_at", None),
                        ("closed_by", None),
                        ("entry", None),
                        ("minutes", None),
                        models.Q(("state", "closed"), _negated=True),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("entry__isnull", False),
                        ("minutes__range", (1, 1440)),
                        ("state", "closed"),
                        models.Q(("category", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="closing_has_time_category_minutes_and_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "answered"), _negated=True),
                    models.Q(("answered_at", None), _negated=True),
                    _connector="OR",
                ),
                name="an_answered_consultation_has_an_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at__gt", models.F("asked_at"))), name="due_after_asked"
            ),
        ),
        migrations.AddConstraint(
            model_name="casekey",
            constraint=menkou.core.db.SameDistrict("consultation", name="key_and_consultation_share_district"),
        ),
        migrations.AddConstraint(
            model_name="casekey",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("consultation"), name="one_key_to_a_consultation"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=menkou.core.db.SameDistrict("consultation", name="handover_and_consultation_share_district"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=menkou.core.db.SameDistrict("giver", name="handover_and_giver_share_district"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=menkou.core.db.SameDistrict("taker", name="handover_and_taker_share_district"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("giver", models.F("taker")), _negated=True), name="nobody_hands_over_to_themselves"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["district", "consultation", "visible_at"], name="message_by_consultation"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=menkou.core.db.SameDistrict("consultation", name="message_and_consultation_share_district"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=menkou.core.db.SameDistrict("author", name="message_and_author_share_district"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(models.F("district"), models.F("once_digest"), name="a_form_says_once"),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(fields=["district", "rated_at"], name="rating_by_time"),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=menkou.core.db.SameDistrict("consultation", name="rating_and_consultation_share_district"),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("consultation"), name="a_consultation_is_rated_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(("face__range", (1, 3))), name="a_face_is_one_of_three"
            ),
        ),
        migrations.AddIndex(
            model_name="wrongtry",
            index=models.Index(fields=["district", "tried_at"], name="wrong_try_by_time"),
        ),
    ]
