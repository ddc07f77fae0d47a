"""Who signs in, and what they hold where."""

from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from menkou.core.actors import Role
from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.core.prepared import Prepared


class People(BaseUserManager["User"]):
    """Everybody with an account; each request of staff asks for one by its id, whose words are written once."""

    def get(self, *args: Any, **of: Any) -> "User":
        """As ever. Raises User.DoesNotExist."""
        if args or list(of) != ["pk"] or not isinstance(of["pk"], UUID):
            return super().get(*args, **of)
        if not (found := _BY_ID(pk=of["pk"])):
            raise User.DoesNotExist
        return found[0]


class User(AbstractBaseUser):
    """账号: a person who signs in; shared by all districts. Residents have none."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField("用户名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("手机号", max_length=20, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("可登录", default=True)
    is_demo = models.BooleanField("演示", default=False)

    objects = People()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "账号"

    def __str__(self):
        return self.name


def _by_id(pk: UUID) -> models.QuerySet[User, tuple]:
    return User.objects.filter(pk=pk).values_list(*USER_COLUMNS)


USER_COLUMNS = [field.attname for field in User._meta.concrete_fields]
_BY_ID: Prepared[User] = Prepared(lambda *values: User.from_db(DEFAULT_DB_ALIAS, USER_COLUMNS, values), _by_id, pk=UUID)


def held_for(role: Role, field: str = "") -> Q:
    """The role's one target is set, and no other."""
    targets = ("township", "village", "institution", "registration")
    return Q(role=role.value, **{f"{name}__isnull": name != field for name in targets})


class Membership(DistrictOwned):
    """任职: a person holds a role in this district, for one place, institution or registration, for a time."""

    user = models.ForeignKey(User, models.PROTECT)
    role = models.CharField("身份", max_length=20, choices=Role)
    township = OwnedKey("places.Township", models.PROTECT, null=True)
    village = OwnedKey("places.Village", models.PROTECT, null=True)
    institution = models.ForeignKey("advisers.Institution", models.PROTECT, null=True)
    registration = OwnedKey("advisers.Registration", models.PROTECT, null=True)
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "任职"
        constraints = [
            SameDistrict("township", name="membership_and_township_share_district"),
            SameDistrict("village", name="membership_and_village_share_district"),
            SameDistrict("registration", name="membership_and_registration_share_district"),
            models.CheckConstraint(
                name="a_role_is_held_for_its_own_kind_of_thing",
                condition=held_for(Role.VILLAGE_CADRE, "village")
                | held_for(Role.ADVISER, "registration")
                | held_for(Role.INSTITUTION_DIRECTOR, "institution")
                | held_for(Role.JUDICIAL_OFFICE, "township")
                | held_for(Role.JUSTICE_BUREAU)
                | held_for(Role.AUDITOR)
                | held_for(Role.OPERATOR),
            ),
            models.CheckConstraint(  # one that was put on record by mistake today ends today, and held on no day
                name="membership_ends_no_sooner_than_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
        ]
        indexes = [models.Index(fields=["district", "user"], name="membership_by_user")]


class ApiToken(DistrictOwned):
    """接口令牌: lets a program act as a person; only its digest is kept."""

    user = models.ForeignKey(User, models.PROTECT)
    name = models.CharField("用途", max_length=60)
    digest = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)
    valid_until = models.DateTimeField("止")

    class Meta(DistrictOwned.Meta):
        verbose_name = "接口令牌"
        constraints = [models.UniqueConstraint("district", "digest", name="one_token_to_a_digest")]


class SavedView(DistrictOwned):
    """常用视图: filters, columns and order of a list under a name; its owner's alone, who may send its address on."""

    MOST = 20  # of one person and one list

    user = models.ForeignKey(User, models.PROTECT)
    page = models.CharField("哪个列表", max_length=20)
    name = models.CharField("名称", max_length=20)
    query = models.CharField("条件", max_length=2000, blank=True)  # as the address says it
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(DistrictOwned.Meta):
        verbose_name = "常用视图"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("district", "user", "page", "name", name="a_view_has_a_name_of_its_own"),
        ]
