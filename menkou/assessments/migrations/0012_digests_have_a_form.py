from django.db import migrations, models


class Migration(migrations.Migration):
    """What is locked already was digested in the first form, as whatever code runs meanwhile does."""

    dependencies = [("assessments", "0011_how_few_are_told_is_settled")]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="digest_form",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name="摘要的写法"),
        ),
    ]
