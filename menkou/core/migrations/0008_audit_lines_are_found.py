from django.db import migrations, models


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
            index=models.Index(fields=["district", "by", "at"], name="audit_by_whom"),
        ),
    ]
