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
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("consultation", "解答咨询"),
                            ("drafting", "代写文书"),
                            ("mediation", "参与调解"),
                            ("contract_review", "审查合同"),
                            ("village_rules", "审查村规民约"),
                            ("legal_opinion", "出具法律意见"),
                            ("meeting", "列席会议"),
                            ("lecture", "法治讲座"),
                            ("publicity", "普法宣传"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="事项",
                    ),
                ),
                ("done_on", models.DateField(verbose_name="日期")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="时长（分钟）")),
                ("summary", models.CharField(blank=True, max_length=500, verbose_name="内容")),
                (
                    "outcome",
                    models.CharField(
                        blank=True, choices=[("verified", "已核实"), ("returned", "已退回")], max_length=10
                    ),
                ),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("review_note", models.CharField(blank=True, max_length=200, verbose_name="退回原因")),
                (
                    "author",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="advisers.registration",
                    ),
                ),
                (
                    "corrects",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="worklogs.entry",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewed_by",
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
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="places.village"
                    ),
                ),
            ],
            options={
                "verbose_name": "工作日志",
                "ordering": ["-done_on", "-id"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["district", "author", "done_on"], name="entry_by_author"),
                    models.Index(fields=["district", "village", "done_on"], name="entry_by_village"),
                    models.Index(
                        condition=models.Q(("outcome", "")), fields=["district", "done_on"], name="entry_undecided"
                    ),
                ],
                "constraints": [
                    menkou.core.db.SameDistrict("village", name="entry_and_village_share_district"),
                    menkou.core.db.SameDistrict("author", name="entry_and_author_share_district"),
                    menkou.core.db.SameDistrict("corrects", name="entry_and_corrected_share_district"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__range", (1, 1440))), name="entry_fits_in_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("reviewed_at", None), ("reviewed_by", None)),
                            models.Q(
                                ("outcome__in", ["verified", "returned"]),
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="outcome_has_reviewer_and_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome", "returned"), ("review_note", ""), _negated=True),
                        name="return_gives_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reviewed_by", models.F("recorded_by")), _negated=True),
                        name="nobody_reviews_own_entry",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "consultation"), _negated=True), ("summary", ""), _connector="OR"
                        ),
                        name="a_consultation_leaves_no_words_in_the_log",
                    ),
                    models.UniqueConstraint(
                        models.F("district"), models.F("corrects"), name="an_entry_is_corrected_once"
                    ),
                ],
            },
        ),
        menkou.core.db.GuardRows("worklogs_entry"),
    ]
