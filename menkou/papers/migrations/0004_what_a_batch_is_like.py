from django.db import migrations, models

KINDS = [
    ("word", "Word（每村一份，打成一个 zip）"),
    ("pdf", "PDF（合成一个文件）"),
    ("zip", "PDF（按镇街和载体分，打成一个 zip）"),
    ("xlsx", "Excel"),
]


class Migration(migrations.Migration):
    """A maker is told more than which rows, and may make an Excel file."""

    dependencies = [("papers", "0003_makers")]
    operations = [
        migrations.AddField("batch", "about", models.JSONField(default=dict, verbose_name="什么样的")),
        migrations.AlterField("batch", "kind", models.CharField(choices=KINDS, max_length=4, verbose_name="格式")),
    ]
