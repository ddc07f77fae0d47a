"""menkou district: a real district comes to be, in production, beside no invented one."""

from menkou.command.tests.installation import menkou, refused

AUDIT = """
from menkou.core.models import AuditEntry
from menkou.core.scope import within
from menkou.places.models import District
district = District.objects.get(slug="qufu")
with within(district.pk):
    print(district.is_demo, list(AuditEntry.objects.values_list("by", "what")))
"""
INVENTED = """
from menkou.places.models import District
District.objects.update_or_create(slug="yanzhou", name="兖州", code="370812", defaults={"is_demo": True})
"""
REAL = """
from menkou.places.models import District
District.objects.filter(slug="yanzhou").update(is_demo=False)
"""


def test_a_district_is_made_once_and_says_what_comes_next(running):
    def add(slug, name, code):
        return menkou("district", "add", "--slug", slug, "--name", name, "--code", code, home=running.home)

    made = add("qufu", "曲阜市", "370881")
    assert made.returncode == 0, made.stderr
    assert "menkou user add" in made.stdout
    assert "qufu\t曲阜市\t370881" in menkou("district", "list", home=running.home).stdout
    said = menkou("manage", "shell", "-v", "0", "-c", AUDIT, home=running.home).stdout
    assert "False [('系统安装', 'setup.founded')]" in said

    refused(add("qufu", "曲阜市", "370882"), "网址名 qufu 已经有区县用了")
    refused(add("other", "曲阜市", "370881"), "已经是 曲阜市（qufu）的了")
    refused(add("Other", "别处", "370882"), "网址名 Other 不能用")
    refused(add("static", "别处", "370882"), "网址名 static 不能用")
    refused(add("other", "别处", "3708"), "区划代码：应为 6 位数字")


def test_where_nothing_was_installed_no_second_installation_comes_to_be(tmp_path):
    told = ("--slug", "qufu", "--name", "曲阜市", "--code", "370881")
    for words in (("district", "add", *told), ("district", "list"), ("user", "list", "--district", "qufu")):
        refused(menkou(*words, home=tmp_path / "forgotten"), "没有安装过门口", "export MENKOU_HOME", "menkou serve")
    assert not (tmp_path / "forgotten").exists()


def test_beside_invented_people_no_real_district_is_made(running):
    assert menkou("manage", "shell", "-v", "0", "-c", INVENTED, home=running.home).returncode == 0
    told = ("--slug", "third", "--name", "三区", "--code", "370883")
    refused(menkou("district", "add", *told, home=running.home), "演示区县")
    assert menkou("manage", "shell", "-c", REAL, home=running.home).returncode == 0
