from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0006_households_not_met")]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="heard_at",
            field=models.DateTimeField(null=True, verbose_name="村里和居民说到这时为止"),
        ),
    ]
