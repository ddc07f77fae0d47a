import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import menkou.core.db
import menkou.core.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("advisers", "0002_licences_and_what_people_can_do"),
        ("places", "0007_names_sound"),
        ("worklogs", "0004_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.UUIDField(verbose_name="手机编的号")),
                ("told_digest", models.BinaryField()),
                (
                    "how",
                    models.CharField(
                        choices=[("scan", "扫村里的码"), ("chosen", "自己选的村")],
                        max_length=10,
                        verbose_name="怎么到的",
                    ),
                ),
                ("came_at", models.DateTimeField(verbose_name="到了")),
                ("left_at", models.DateTimeField(verbose_name="走了")),
                ("people", models.PositiveSmallIntegerField(default=0, verbose_name="来问的人")),
                ("said", models.CharField(blank=True, max_length=500, verbose_name="说两句")),
                (
                    "longitude",
                    models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="经度（约）"),
                ),
                ("latitude", models.DecimalField(decimal_places=2, max_digits=4, null=True, verbose_name="纬度（约）")),
                ("off_by_s", models.IntegerField(default=0, verbose_name="手机时间差（秒）")),
                (
                    "doubts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("overlap", "同一时间还记了另一个村"),
                                ("twice", "同一时间在这个村记了两次"),
                                ("clock", "手机时间对不上，到村时间是估的"),
                                ("long", "超过12小时，按12小时记"),
                                ("post", "那天不是这个村的顾问"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                        verbose_name="请看一看",
                    ),
                ),
                ("logged_at", models.DateTimeField(verbose_name="上传时间")),
                ("confirm_digest", models.BinaryField()),
                ("confirm_until", models.DateTimeField(verbose_name="村里点到哪天")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="村里点的时间")),
                (
                    "confirmed_how",
                    models.CharField(
                        blank=True,
                        choices=[("came", "来过"), ("not", "没来")],
                        max_length=10,
                        verbose_name="村里怎么说",
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
                    "logged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "registration",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="advisers.registration",
                    ),
                ),
                (
                    "village",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.village",
                    ),
                ),
            ],
            options={
                "verbose_name": "到村",
                "ordering": ["-came_at", "-id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Deed",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="worklogs.entry",
                    ),
                ),
                (
                    "visit",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deeds",
                        to="visits.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "到村做的事",
                "ordering": ["id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Clip",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("mime", models.CharField(max_length=20)),
                ("seconds", models.PositiveSmallIntegerField(verbose_name="时长（秒）")),
                ("sound", models.BinaryField()),
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
                    "visit",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clips",
                        to="visits.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "到村语音",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        menkou.core.db.GuardRows("visits_visit"),
        menkou.core.db.GuardRows("visits_deed"),
        menkou.core.db.GuardRows("visits_clip"),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["district", "registration", "came_at"], name="visit_by_adviser"),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["district", "village", "came_at"], name="visit_by_village"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=menkou.core.db.SameDistrict("registration", name="visit_and_registration_share_district"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=menkou.core.db.SameDistrict("village", name="visit_and_village_share_district"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(models.F("district"), models.F("key"), name="one_visit_to_a_key"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("confirm_digest"), name="one_visit_to_a_word"
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("left_at__gt", models.F("came_at"))), name="a_visit_ends_after_it_began"
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "left_at__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("came_at"), "+", models.Value(datetime.timedelta(days=1))
                        ),
                    )
                ),
                name="a_visit_is_over_within_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude", None), ("longitude", None)),
                    models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                    _connector="OR",
                ),
                name="a_place_has_both_numbers",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at", None), ("confirmed_how", "")),
                    models.Q(("confirmed_at__isnull", False), ("confirmed_how__in", ["came", "not"])),
                    _connector="OR",
                ),
                name="what_the_village_says_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("doubts__contained_by", ["overlap", "twice", "clock", "long", "post"])),
                name="a_doubt_is_one_that_we_know",
            ),
        ),
        migrations.AddIndex(
            model_name="deed",
            index=models.Index(fields=["district", "visit"], name="deed_by_visit"),
        ),
        migrations.AddConstraint(
            model_name="deed",
            constraint=menkou.core.db.SameDistrict("visit", name="deed_and_visit_share_district"),
        ),
        migrations.AddConstraint(
            model_name="deed",
            constraint=menkou.core.db.SameDistrict("entry", name="deed_and_entry_share_district"),
        ),
        migrations.AddConstraint(
            model_name="deed",
            constraint=models.UniqueConstraint(
                models.F("district"), models.F("entry"), name="an_entry_is_of_one_visit"
            ),
        ),
        migrations.AddConstraint(
            model_name="clip",
            constraint=menkou.core.db.SameDistrict("visit", name="clip_and_visit_share_district"),
        ),
        migrations.AddConstraint(
            model_name="clip",
            constraint=models.UniqueConstraint(models.F("district"), models.F("visit"), name="one_clip_to_a_visit"),
        ),
        migrations.AddConstraint(
            model_name="clip",
            constraint=models.CheckConstraint(
                condition=models.Q(("seconds__range", (1, 21))), name="a_clip_is_twenty_seconds"
            ),
        ),
    ]
