from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("papers", "0004_what_a_batch_is_like")]

    operations = [
        migrations.AlterField(
            model_name="batch",
            name="kind",
            field=models.CharField(
                choices=[
                    ("word", "Word（每村一份，打成一个 zip）"),
                    ("pdf", "PDF（合成一个文件）"),
                    ("zip", "PDF（按镇街和载体分，打成一个 zip）"),
                    ("xlsx", "Excel"),
                    ("docx", "Word"),
                ],
                max_length=4,
                verbose_name="格式",
            ),
        )
    ]
