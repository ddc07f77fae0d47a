from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="township",
            name="latitude",
            field=models.FloatField(null=True, verbose_name="纬度（约）"),
        ),
        migrations.AddField(
            model_name="township",
            name="longitude",
            field=models.FloatField(null=True, verbose_name="经度（约）"),
        ),
    ]
