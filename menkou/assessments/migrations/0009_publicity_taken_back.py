import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Since when there are days to answer once more: what was reviewed before may be reviewed again in them."""

    dependencies = [
        ("assessments", "0008_the_sum_that_was_told"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="reopened_at",
            field=models.DateTimeField(null=True, verbose_name="撤回公示的时间"),
        ),
        migrations.AddField(
            model_name="cycle",
            name="reopened_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reopened_at", None), ("reopened_by", None)),
                    models.Q(("reopened_at__isnull", False), ("reopened_by__isnull", False)),
                    _connector="OR",
                ),
                name="a_publicity_is_taken_back_by_a_person",
            ),
        ),
    ]
