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
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("username", models.CharField(max_length=40, unique=True, verbose_name="用户名")),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="手机号")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="电子邮箱")),
                ("is_active", models.BooleanField(default=True, verbose_name="可登录")),
                ("is_demo", models.BooleanField(default=False, verbose_name="演示")),
            ],
            options={
                "verbose_name": "账号",
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="用途")),
                ("digest", models.BinaryField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("valid_until", models.DateTimeField(verbose_name="止")),
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
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "接口令牌",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(models.F("district"), models.F("digest"), name="one_token_to_a_digest")
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("village_cadre", "村居干部"),
                            ("adviser", "法律顾问"),
                            ("institution_director", "机构负责人"),
                            ("judicial_office", "司法所"),
                            ("justice_bureau", "区司法局"),
                            ("auditor", "审计监督"),
                            ("operator", "系统运维"),
                        ],
                        max_length=20,
                        verbose_name="身份",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="起")),
                ("valid_until", models.DateField(null=True, verbose_name="止")),
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
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="advisers.institution"
                    ),
                ),
                (
                    "registration",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="advisers.registration",
                    ),
                ),
                (
                    "township",
                    menkou.core.models.OwnedKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="places.township",
                    ),
                ),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                (
                    "village",
                    menkou.core.models.OwnedKey(
                        db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="places.village"
                    ),
                ),
            ],
            options={
                "verbose_name": "任职",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["district", "user"], name="membership_by_user")],
                "constraints": [
                    menkou.core.db.SameDistrict("township", name="membership_and_township_share_district"),
                    menkou.core.db.SameDistrict("village", name="membership_and_village_share_district"),
                    menkou.core.db.SameDistrict("registration", name="membership_and_registration_share_district"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("institution__isnull", True),
                                ("registration__isnull", True),
                                ("role", "village_cadre"),
                                ("township__isnull", True),
                                ("village__isnull", False),
                            ),
                            models.Q(
                                ("institution__isnull", True),
                                ("registration__isnull", False),
                                ("role", "adviser"),
                                ("township__isnull", True),
                                ("village__isnull", True),
                            ),
                            models.Q(
                                ("institution__isnull", False),
                                ("registration__isnull", True),
                                ("role", "institution_director"),
                                ("township__isnull", True),
                                ("village__isnull", True),
                            ),
                            models.Q(
                                ("institution__isnull", True),
                                ("registration__isnull", True),
                                ("role", "judicial_office"),
                                ("township__isnull", False),
                                ("village__isnull", True),
                            ),
                            models.Q(
                                ("institution__isnull", True),
                                ("registration__isnull", True),
                                ("role", "justice_bureau"),
                                ("township__isnull", True),
                                ("village__isnull", True),
                            ),
                            models.Q(
                                ("institution__isnull", True),
                                ("registration__isnull", True),
                                ("role", "auditor"),
                                ("township__isnull", True),
                                ("village__isnull", True),
                            ),
                            models.Q(
                                ("institution__isnull", True),
                                ("registration__isnull", True),
                                ("role", "operator"),
                                ("township__isnull", True),
                                ("village__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="a_role_is_held_for_its_own_kind_of_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="membership_ends_after_it_began",
                    ),
                ],
            },
        ),
        menkou.core.db.ShareRows("accounts_user"),
        menkou.core.db.GuardRows("accounts_apitoken"),
        menkou.core.db.GuardRows("accounts_membership"),
    ]
