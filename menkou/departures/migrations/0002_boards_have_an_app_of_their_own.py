from django.db import migrations

from menkou.core.db import GuardRows


class GuardedOnTheWayBack(GuardRows):
    """The table is dropped; whoever goes back finds it guarded as it was."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        """The table goes with the model."""

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    """Boards stand in an app of their own, which has taken over what was known of them here."""

    dependencies = [("boards", "0004_boards_that_hung_before"), ("departures", "0001_boards")]

    operations = [GuardedOnTheWayBack("departures_board"), migrations.DeleteModel("Board")]
