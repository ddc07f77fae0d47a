"""The demo (演示): its mode, its people, and that a production start refuses them."""

import os
import subprocess
import sys

from menkou.command import database, home
from menkou.command.children import tied_to_us
from menkou.command.problems import Problem, last_line

DEMO, PRODUCTION = "demo", "production"
MARKED = ("accounts_user", "places_district")


def settle_mode(demo: bool) -> None:
    """Name the mode in the environment; demo data are never loaded in production. Raises Problem."""
    mode = os.environ.setdefault("MENKOU_MODE", DEMO if demo else PRODUCTION)
    if mode not in (DEMO, PRODUCTION):
        raise Problem(f"MENKOU_MODE 只能是 demo 或 production，现在是 {mode}。")
    if demo and mode != DEMO:
        raise Problem("MENKOU_MODE 是 production，不能装入演示数据；请去掉 --demo，或换一个 MENKOU_HOME。")


def refuse() -> None:
    """Refuse a production start on demo data. Raises Problem."""
    if os.environ["MENKOU_MODE"] != DEMO and _is_marked(MARKED):
        raise Problem("这个数据库里有演示账号或演示区县，不能用于正式运行；请换一个 MENKOU_HOME 或数据库。")


def is_loaded() -> bool:
    """Tell whether the database holds a demo district."""
    return _is_marked(("places_district",))


def load_once(villages: int | None) -> None:
    """Load the demo where there is none, in a process of its own that shows how far it is. Raises Problem."""
    if is_loaded():
        return
    command = [sys.executable, "-m", "menkou.command.demonstration", *([str(villages)] if villages else [])]
    kept = home.find().logs / "demo.log"
    with open(kept, "w") as faults:
        done = subprocess.run(
            command, cwd=home.CHECKOUT, check=False, stderr=faults, start_new_session=True, preexec_fn=tied_to_us()
        )
    if done.returncode:
        raise Problem(f"演示数据没有装好（{last_line(kept.read_text())}），详情见 {kept}。")
    # of tables that were filled a moment ago PostgreSQL knows nothing until it looks by itself, within a minute; whoever
    # signs in before that waits for plans that count every row against every other
    with database.asking(database.owner_url()) as connection:
        connection.execute("analyze")


def show_sign_ins() -> None:
    """Print who may sign in to the demo, with which password, and where they land."""
    from rich.console import Console
    from rich.table import Table

    from menkou.demo.people import SIGN_INS

    table = Table(title="演示账号")
    for heading in ("角色", "用户名", "密码", "去处"):
        table.add_column(heading, no_wrap=heading != "去处")
    for row in SIGN_INS:
        table.add_row(*(str(word) for word in row))
    Console().print(table)


def _is_marked(tables: tuple[str, ...]) -> bool:
    """Tell whether any of these tables holds rows of the demo."""
    with database.asking(os.environ[database.APP]) as connection:
        for table in tables:
            if (
                connection.execute("select to_regclass(%s)", [table]).fetchone()[0]
                and (
                    connection.execute(f"select exists(select from {table} where is_demo)").fetchone()[0]  # noqa: S608
                )
            ):
                return True
    return False


def _load(villages: int | None) -> None:
    """Run in the process of its own."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    database.set_up_django()
    from menkou.demo.load import load

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as shown:
        tasks = {}

        def progress(words: str, done: int, total: int) -> None:
            """Show one step of the load."""
            if words not in tasks:
                tasks[words] = shown.add_task(words, total=total)
            shown.update(tasks[words], completed=done, total=total)

        load(villages, progress)


if __name__ == "__main__":
    _load(int(sys.argv[1]) if len(sys.argv) > 1 else None)
