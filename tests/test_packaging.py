"""What an installation is run with: units and containers name commands and settings that there are, and are locked down."""

import importlib.util
import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from menkou.command.main import COMMANDS
from tests.guards.sources import ROOT

PACKAGING = ROOT / "packaging"
UNITS = sorted(PACKAGING.glob("systemd/menkou*"))
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
OPERATIONS = (ROOT / "docs/operations.md").read_text()
SETTINGS = set(re.findall(r"^\| `(MENKOU_[A-Z_]+)` \|", OPERATIONS, re.M))
PASSWORDS = {"POSTGRES_USER", "POSTGRES_PASSWORD", "MENKOU_OWNER_PASSWORD", "MENKOU_APP_PASSWORD"}  # the database's own
BIN, HOME = "/opt/menkou/.venv/bin/", "MENKOU_HOME"
HARD = {
    **{"NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes"},
    **{"PrivateDevices": "yes", "RestrictSUIDSGID": "yes", "CapabilityBoundingSet": "", "UMask": "0077"},
    **{"User": "menkou", "StateDirectoryMode": "0700", "ProtectKernelTunables": "yes", "LockPersonality": "yes"},
}
COMPOSE = yaml.safe_load((PACKAGING / "compose.yaml").read_text())
OURS = {name: one for name, one in COMPOSE["services"].items() if one["image"].startswith("menkou")}
CONTAINERFILE = (PACKAGING / "Containerfile").read_text()
IMAGE = re.compile(r"[a-z0-9_-]+:[a-z0-9._-]+")  # a name and a tag; which registry it comes from, the machine knows


def read(unit: Path) -> dict[str, dict[str, list[str]]]:
    """Sections of a unit with what each key says, once or more often."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    section = ""
    for line in unit.read_text().splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith(("#", ";")):
            key, _, value = line.partition("=")
            found[section][key].append(value)
    return found


def unknown_command(words: list[str]) -> str:
    """What a command line names that there is not; nothing where all is well."""
    program, *rest = (word.removeprefix(BIN) for word in words)
    if program == "menkou":
        known = rest[0] in COMMANDS or rest[0] == "backup"
    elif program == "python":
        known = rest[0] == "-m" and importlib.util.find_spec(rest[1]) is not None
    else:
        known = False
    return "" if known else " ".join(words)


def hosts_in(text: str) -> list[str]:
    """Names of machines in a list of images or packages."""
    return re.findall(r"(?:FROM|image:|--index-url|-i)\s+\S*[a-z0-9-]+\.[a-z]{2,}[:/]\S*", text)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_runs_what_there_is_with_settings_that_are_told_of(unit):
    service = read(unit)["Service"]
    lines = [line.split() for key in ("ExecStartPre", "ExecStart") for line in service[key]]

    assert lines
    assert [wrong for line in lines if (wrong := unknown_command(line))] == []
    assert {line.partition("=")[0] for line in service["Environment"]} == {HOME}
    assert "/etc/menkou/environment" in service["EnvironmentFile"]
    assert all("password" not in line.lower() for line in service["Environment"])


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_can_do_no_more_than_it_must(unit):
    service = read(unit)["Service"]

    assert {key: service[key] for key in HARD} == {key: [value] for key, value in HARD.items()}


def test_only_the_migration_holds_the_owners_address():
    holding = [unit.name for unit in SERVICES if "/etc/menkou/owner" in read(unit)["Service"]["EnvironmentFile"]]

    assert holding == ["menkou-migrate.service"]
    for name in ("menkou-web", "menkou-worker", "menkou-intake@"):
        assert read(PACKAGING / f"systemd/{name}.service")["Unit"]["Requires"] == ["menkou-migrate.service"]


def test_what_serves_is_started_again_and_the_supervisor_stops_the_others_itself():
    restarts = {unit.stem: read(unit)["Service"]["Restart"] for unit in SERVICES}

    assert {name for name, said in restarts.items() if not said} == {"menkou-backup", "menkou-migrate"}
    assert read(PACKAGING / "systemd/menkou.service")["Service"]["KillMode"] == ["mixed"]


def test_a_backup_is_made_every_night_by_its_service():
    timer, service = read(PACKAGING / "systemd/menkou-backup.timer"), read(PACKAGING / "systemd/menkou-backup.service")

    assert timer["Timer"]["Persistent"] == ["yes"]
    assert timer["Install"]["WantedBy"] == ["timers.target"]
    (line,) = service["Service"]["ExecStart"]
    assert line.startswith(f"{BIN}menkou backup --to ")
    assert service["Service"]["ReadWritePaths"][0] in line


def test_the_example_names_settings_that_are_told_of():
    named = re.findall(r"^#?(MENKOU_[A-Z_]+)=", (PACKAGING / "systemd/environment.example").read_text(), re.M)

    assert named
    assert set(named) <= SETTINGS


def test_every_setting_that_is_told_of_is_read_somewhere():
    code = "".join(file.read_text() for folder in ("config", "menkou") for file in (ROOT / folder).rglob("*.py"))

    assert [name for name in sorted(SETTINGS) if name not in code] == []


def test_systemd_itself_has_nothing_against_them(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed: the units were read by this test alone")
    for unit in UNITS:
        told = unit.read_text().replace(f"{BIN}menkou", "/bin/true").replace(f"{BIN}python", "/bin/true")
        (tmp_path / unit.name).write_text(told.replace("/opt/menkou", "/"))
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    said = [line for line in done.stderr.splitlines() if "menkou" in line]
    assert said == []


@pytest.mark.parametrize("name", OURS)
def test_a_container_runs_what_there_is_with_settings_that_are_told_of(name):
    one = OURS[name]

    assert unknown_command(one["command"]) == ""
    assert set(one["environment"]) <= SETTINGS
    assert one["read_only"]
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]


def test_only_the_migrations_container_holds_the_owners_address():
    assert [name for name, one in OURS.items() if "MENKOU_OWNER_DATABASE_URL" in one["environment"]] == ["migrate"]


def test_every_container_that_serves_is_asked_whether_it_answers():
    served = {name: one for name, one in COMPOSE["services"].items() if name != "migrate"}

    for name, one in served.items():
        test = one["healthcheck"]["test"]
        assert test[0] == "CMD"
        assert name == "database" or unknown_command(test[1:]) == ""
        if "ports" in one:
            port = one["command"][3]
            assert test[-1] == port
            assert one["ports"] == [f"127.0.0.1:{port}:{port}"]  # the proxy stands on this machine
    assert not {"ports"} & set(COMPOSE["services"]["database"])


def test_the_database_is_reached_from_inside_alone():
    assert COMPOSE["services"]["database"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_what_the_environment_gives_to_containers_is_told_of():
    given = set(re.findall(r"\$\{([A-Z_]+)", (PACKAGING / "compose.yaml").read_text()))

    assert given <= SETTINGS | PASSWORDS
    assert {name for name in given & PASSWORDS if name not in OPERATIONS} == set()


def test_images_and_packages_are_named_without_a_host():
    images = [one["image"] for one in COMPOSE["services"].values()] + re.findall(r"^FROM (\S+)", CONTAINERFILE, re.M)

    assert [image for image in images if not IMAGE.fullmatch(image)] == []
    for file in PACKAGING.rglob("*"):
        assert not file.is_file() or hosts_in(file.read_text()) == []


def test_the_image_is_made_of_what_there_is_and_runs_as_nobody_special():
    copied = [line.split()[1:-1] for line in CONTAINERFILE.splitlines() if line.startswith("COPY")]

    assert [path for paths in copied for path in paths if not (ROOT / path).exists()] == []
    assert "--require-hashes" in CONTAINERFILE
    assert CONTAINERFILE.rindex("\nUSER menkou") > CONTAINERFILE.rindex("\nRUN")
    assert set(re.findall(r"\b(MENKOU_[A-Z]+)=", CONTAINERFILE)) <= SETTINGS


def test_the_databases_roles_are_those_of_the_manual():
    script = (PACKAGING / "database/roles.sh").read_text()
    done = subprocess.run(["sh", "-n", PACKAGING / "database/roles.sh"], capture_output=True, check=False)
    manual = re.search(r"```sql\n(create role.*?)```", OPERATIONS, re.S)[1]
    made = re.search(r"<<'SQL'\n(.*?)SQL\n", script, re.S)[1]

    assert done.returncode == 0
    assert re.sub(r"password \S+;", "password;", made) == re.sub(r"password '[^']*';", "password;", manual)


@pytest.mark.parametrize("name", [file.relative_to(ROOT).as_posix() for file in [*UNITS, PACKAGING / "compose.yaml"]])
def test_the_manual_names_every_file(name):
    assert name in OPERATIONS or Path(name).name in OPERATIONS


@pytest.mark.parametrize(
    "line",
    ["/opt/menkou/.venv/bin/menkou serv", "/usr/bin/env x", f"{BIN}python -m menkou.command.gone", f"{BIN}python x"],
)
def test_the_check_of_commands_sees_what_there_is_not(line):
    assert unknown_command(line.split())


def test_the_check_of_hosts_sees_one():
    assert hosts_in("FROM registry.example.com/library/python:3")
    assert hosts_in("image: mirror.example.cn/postgres:18")
    assert not IMAGE.fullmatch("registry.example.com/python:3")
