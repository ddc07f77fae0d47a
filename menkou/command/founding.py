"""What menkou district does; imported when Django is set up."""

import re

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from menkou.command.problems import Problem
from menkou.core.actors import INSTALLER
from menkou.core.scope import within
from menkou.places.models import District
from menkou.setup import actions

SLUG = re.compile(r"[a-z][a-z0-9-]{1,29}")
TAKEN = {"static", "healthz"}  # what the installation itself answers to


def found(slug: str, name: str, code: str) -> District:
    """A district of its own, with nothing in it yet. Raises Problem."""
    if not SLUG.fullmatch(slug) or slug in TAKEN:
        raise Problem(f"网址名 {slug} 不能用：要以小写字母开头，2 到 30 个小写字母、数字或短横。")
    district = District(slug=slug, name=name, code=code, is_demo=False)
    try:
        district.clean_fields()
    except ValidationError as error:
        words = {"slug": "网址名", "name": "名称", "code": "区划代码"}
        said = "；".join(f"{words[field]}：{''.join(why)}" for field, why in error.message_dict.items())
        raise Problem(f"区县没有开：{said}") from error
    if same := District.objects.filter(code=code).first():
        raise Problem(f"区划代码 {code} 已经是 {same.name}（{same.slug}）的了，不用再开。")
    try:
        with transaction.atomic():
            district.save()
            with within(district.pk):
                actions.found(by=INSTALLER, district=district)
    except IntegrityError as error:
        raise Problem(f"网址名 {slug} 已经有区县用了，请换一个。") from error
    return district
