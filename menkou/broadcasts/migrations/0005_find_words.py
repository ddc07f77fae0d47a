from django.db import migrations

from menkou.core.db import FindWords


class Migration(migrations.Migration):
    """推送, 典型案例 and 素材 can be looked for by their words; a case in the making has none here."""

    dependencies = [("broadcasts", "0004_rises"), ("core", "0009_texts_in_pairs")]

    operations = [
        FindWords("broadcasts_notice", "title", "text", "speech"),
        FindWords("broadcasts_typicalcase", "title", "text"),
        FindWords("broadcasts_article", "title", "text", "law", "source"),
    ]
