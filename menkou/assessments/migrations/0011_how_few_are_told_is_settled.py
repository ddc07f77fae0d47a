from django.db import migrations, models


class Migration(migrations.Migration):
    """What a village said is told from so many answers on, and that number stays."""

    dependencies = [("assessments", "0010_posts_as_they_stood")]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="fewest",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="测评几份起才显示"),
        ),
    ]
