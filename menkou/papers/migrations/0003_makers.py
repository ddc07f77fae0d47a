import django.contrib.postgres.fields
from django.db import migrations, models

KINDS = [
    ("word", "Word（每村一份，打成一个 zip）"),
    ("pdf", "PDF（合成一个文件）"),
    ("zip", "PDF（按镇街和载体分，打成一个 zip）"),
]


class Migration(migrations.Migration):
    """A batch may be of other papers than contracts."""

    dependencies = [("papers", "0002_templates")]
    operations = [
        migrations.AddField(
            "batch", "maker", models.CharField(default="contracts", max_length=12, verbose_name="取什么")
        ),
        migrations.AlterField("batch", "kind", models.CharField(choices=KINDS, max_length=4, verbose_name="格式")),
        migrations.AlterField(
            "batch",
            "contracts",
            django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None, verbose_name="取哪些"),
        ),
    ]
