from django.db import migrations, models


class Migration(migrations.Migration):
    """A plan that has not begun can be withdrawn: what it ended goes on as it would have."""

    dependencies = [("postings", "0009_posts_keep_to_licences")]

    operations = [
        migrations.AddField(
            model_name="plan", name="ended", field=models.JSONField(default=dict, verbose_name="到此为止的")
        )
    ]
