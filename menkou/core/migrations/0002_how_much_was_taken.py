from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.AddField("AuditEntry", "count", models.PositiveIntegerField(null=True))]
