"""Rule 4: nothing is written outside actions. Read from the source, so that no call has to be made."""

import ast
import re

import pytest

from tests.guards.sources import imports, shipped, stale

WRITES = {"save", "create", "update", "delete", "update_or_create", "get_or_create", "bulk_create", "bulk_update"}
WRITES |= {f"a{name}" for name in WRITES}
RAW = re.compile(r"\s*(insert\s+into|update\s+\w+\s+set|delete\s+from|truncate\s+\w+)\b", re.I)
ROWS = {"models", "queries", "actions", "content", "numbers"}  # modules that hand out rows or managers
PLAIN = (ast.Dict, ast.DictComp, ast.Set, ast.SetComp)  # a name that is given one of these is no row
ALLOWED = {
    "menkou/core/rows.py": "composes the inserts of actions; whoever uses it stands in this list or is an actions.py",
    "menkou/core/outbox.py": "the outbox is the machine's own table: a row of it follows from an action",
    "menkou/channels/inbox.py": "the inbox is the machine's own table: a platform writes a row of it, and no person",
    "menkou/channels/accounts.py": "whether a platform answers is noted by the machine; what people set goes through actions",
    "menkou/channels/ledger.py": "what a platform still lets us send is counted by the machine, with nobody's authority",
    "menkou/channels/texted/keeping.py": "what a gateway was handed and says of it is noted by the machine, for nobody",
    "menkou/channels/tokens.py": "a token is fetched by the machine, with nobody's authority",
    "menkou/core/jobs.py": "jobs that failed at what is done are forgotten; a rubbish bin has no actor",
    "menkou/core/chain/linking.py": "the chain of audit lines is the machine's own; each line of it went through an action",
    "menkou/core/holding.py": "as the heartbeats: who released what was held is in the audit log, by reminders.actions",
    "menkou/core/heartbeats.py": "the heartbeat says that a process lives; nobody does it",
    "menkou/operations/keeping.py": "what the machine finds of itself is noted by the machine, with nobody's authority",
    "menkou/core/replies.py": "the API's memory of its own answers; what they answer went through an action",
    "menkou/consultations/content.py": "the only module that reaches the sealed tables; actions call it",
    "menkou/consultations/notes/sealing.py": "the only module that reaches the sealed notes; notes.actions calls it",
    "menkou/consultations/wording/sealing.py": "the only module that reaches what is written and not sent; actions call it",
    "menkou/consultations/enclosed.py": "as content.py, for voice and pages of paper; actions call it",
    "menkou/consultations/calling/sealing.py": "the only module that reaches the sealed numbers; actions call it",
    "menkou/consultations/reviewing/sealing.py": "the only module that reaches the sealed copies; actions call it",
    "menkou/consultations/asking/recording.py": "what stands beside a question, written by the action that asks it",
    "menkou/consultations/consents.py": "what an asker agrees to, written by the action that acts on it",
    "menkou/consultations/viewings.py": "who opened a matter, written by the action that opens it",
    "menkou/consultations/holding.py": "a matter changes its holder in one place; actions call it",
    "menkou/consultations/interests/recording.py": "an interest is put on record in one place; actions call it",
    "menkou/occasions/inviting.py": "who is asked to an occasion is put on record in one place; actions call it",
    "menkou/assessments/cycling/scoring.py": "a score is added, and its sheet added up, in one place; actions call it",
    "menkou/complaints/course.py": "a complaint goes on in one place; its actions call it",
    "menkou/demo/load.py": "the first row of a demo is its district; before it there is none to keep an audit line in",
    "menkou/command/enlarging.py": "what is updated is the bar on the terminal; the rows are made by demo.vast",
    "menkou/command/founding.py": "a district's first row is its own; before it there is none to keep an audit line in",
    "menkou/consultations/jobs.py": "wrong tries are forgotten after a day; a rubbish bin has no actor",
}


def touches_rows(tree: ast.AST) -> bool:
    """Whether a file can hold a model, a queryset or an instance at all."""
    for module, name in imports(tree):
        ours = module.startswith("menkou")
        if (ours and {module.rsplit(".", 1)[-1], name} & ROWS) or (module, name) == ("django.apps", "apps"):
            return True
    return False


def plain_names(tree: ast.AST) -> set[str]:
    """Names that are given a dict, a set, a form's fields or a hash to update."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            call = node.value.func if isinstance(node.value, ast.Call) else None
            made = ast.unparse(call) if call else ""
            if (
                isinstance(node.value, PLAIN)
                or made in ("dict", "set", "Counter", "QueryDict")
                or made.startswith("hashlib.")
            ):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def writes(source: str) -> list[str]:
    """The calls in a file that write rows."""
    tree = ast.parse(source)
    raw = [
        node.value.strip()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and RAW.match(node.value)
    ]
    raw += [name for module, name in imports(tree) if module == "menkou.core.rows"]
    if not touches_rows(tree):
        return raw
    plain = plain_names(tree)
    calls = [n.func for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
    found = [f for f in calls if f.attr in WRITES and not (isinstance(f.value, ast.Name) and f.value.id in plain)]
    return raw + [ast.unparse(one) for one in found]


def test_nothing_outside_actions_writes():
    found = {
        file: said for file, text in shipped().items() if not file.endswith("/actions.py") if (said := writes(text))
    }

    assert {file: said for file, said in found.items() if file not in ALLOWED} == {}
    assert stale(ALLOWED, found) == set()


HEAD = "from menkou.places.models import Village\nfrom menkou.places import queries\n"


@pytest.mark.parametrize(
    "line",
    [
        "Village.objects.filter(pk=1).update(name='x')",
        "village.save()",
        "queries.villages().delete()",
        "mine = Village.objects.all()\nmine.update(name='x')",
        "Village(name='x').save(force_insert=True)",
        "Village.objects.bulk_create([])",
        "Village.objects.get_or_create(code='1')",
        "from menkou.core.rows import insert",
        "cursor.execute('update places_village set name = %s', ['x'])",
        "cursor.execute('''\n  delete from places_village''')",
    ],
)
def test_the_guard_sees(line):
    assert writes(HEAD + line)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "facts = {}\nfacts.update(name='x')",
        HEAD + "seen = hashlib.sha256()\nseen.update(b'x')",
        HEAD + "Village.objects.select_for_update().get(pk=1)",
        HEAD + "log.info('delete nothing, update nothing')",
        "home.save()\nprogress.update(task, completed=1)",
    ],
)
def test_the_guard_passes_over(text):
    assert not writes(text)
