from django.db import migrations, models
from django.db.models.functions import Right


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_audit_chain"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["district", "at", "id"], name="audit_by_time"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["district", "what", "at"], name="audit_by_what"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(models.F("district"), Right("by", 36), models.F("at"), name="audit_by_whom"),
        ),
    ]
