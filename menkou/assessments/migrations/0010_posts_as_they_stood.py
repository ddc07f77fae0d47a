from django.db import migrations, models


class Migration(migrations.Migration):
    """责令更换通知 lists the posts of the day that it was decided on, also after somebody else holds them."""

    dependencies = [("assessments", "0009_publicity_taken_back")]

    operations = [
        migrations.AddField(
            model_name="consequence",
            name="told_posts",
            field=models.JSONField(null=True, verbose_name="告知时的岗位"),
        ),
        migrations.AddField(
            model_name="consequence",
            name="decided_posts",
            field=models.JSONField(null=True, verbose_name="决定时的岗位"),
        ),
    ]
