"""One thing that doctor looks at."""

from collections.abc import Callable
from dataclasses import dataclass

from menkou.command.home import Home
from menkou.embedded.errors import reason

START = "请运行 menkou serve（或 make run）启动。"
AS_SAID = "请先按上面所说处理，再自检一次。"
START_ANEW = "请先运行 menkou stop（或 make stop）停下，再运行 menkou serve（或 make run）启动。"


@dataclass(frozen=True)
class Finding:
    """What a check found; a cure where it is not well."""

    ok: bool
    found: str
    cure: str = ""


@dataclass(frozen=True)
class Patient:
    """The installation that is looked at: its home, and its database's address if that runs."""

    home: Home
    url: str
    absence: str = ""  # why there is no address, and what to do
    cure: str = START


@dataclass(frozen=True)
class Check:
    """A question with a name for programs and one for people."""

    name: str
    title: str
    look: Callable[[Patient], Finding]
    needs_database: bool = False

    def run(self, patient: Patient) -> dict[str, object]:
        """Look, whatever happens; a check that fails has found something too."""
        if self.needs_database and not patient.url:
            return self._told(Finding(False, patient.absence, patient.cure))
        try:
            finding = self.look(patient)
        except Exception as error:
            said = f"{error.filename}：{reason(error)}" if isinstance(error, OSError) and error.filename else str(error)
            said = " ".join(said.split())[:200] or type(error).__name__
            finding = Finding(False, f"没能检查：{said}", f"请看 {patient.home.logs} 里的记录，或联系维护人员。")
        return self._told(finding)

    def _told(self, finding: Finding) -> dict[str, object]:
        cure = "" if finding.ok else finding.cure
        return {"name": self.name, "title": self.title, "ok": finding.ok, "found": finding.found, "cure": cure}
