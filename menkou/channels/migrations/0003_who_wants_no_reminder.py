from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0002_who_opens_a_page"),
    ]

    operations = [
        migrations.AddField(
            model_name="correspondent",
            name="declines",
            field=models.BooleanField(db_default=False, default=False, verbose_name="说过不用提醒"),
        ),
    ]
