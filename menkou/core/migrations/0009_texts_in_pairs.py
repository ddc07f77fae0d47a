from django.db import migrations

WIDE = "".join(chr(0xFF01 + n) for n in range(94)) + "\u3000" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NARROW = ("".join(chr(0x21 + n) for n in range(94)) + " " + "ABCDEFGHIJKLMNOPQRSTUVWXYZ").lower()


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


PLAIN = f"""
create function menkou_plain(words text) returns text language sql immutable strict parallel safe
return translate(words, {quoted(WIDE)}, {quoted(NARROW)})
"""
PAIRS = """
create function menkou_pairs(district bigint, words text) returns tsvector language sql immutable strict parallel safe
return (
  select array_to_tsvector(array_agg(district::text || ':' || one || next))
    from (select string_to_array(menkou_plain(words), null) as characters) as said,
         lateral unnest(characters, characters[2:]) as pair(one, next)
   where next is not null
)
"""


class Migration(migrations.Migration):
    """What a text is looked for by: its pairs of characters, each with its district."""

    dependencies = [("core", "0008_audit_lines_are_found")]

    operations = [
        migrations.RunSQL(PLAIN, "drop function menkou_plain(text)"),
        migrations.RunSQL(PAIRS, "drop function menkou_pairs(bigint, text)"),
    ]
