from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="wrongtry",
            name="address_digest",
            field=models.BinaryField(default=b""),
        ),
    ]
