"""One command for the server of a home: 0 done, 1 failed, 3 for the status of a server that does not run."""

import argparse
import os
import sys
import time

from menkou.embedded.errors import LauncherError
from menkou.embedded.server import Server
from menkou.embedded.settings import ROLES


def answer(command: str, server: Server, role: str) -> int:
    """Do what was asked and say how it went."""
    if command == "start":
        began = time.monotonic()
        verb = "已就绪" if server.start() else "已在运行"
        sys.stderr.write(f"数据库{verb}，用时 {time.monotonic() - began:.2f} 秒。\n")
        return 0
    if command == "stop":
        sys.stdout.write("数据库已停止。\n" if server.stop() else "数据库没有在运行。\n")
        return 0
    if command == "remove":
        server.remove()
        sys.stdout.write("数据库和它的数据已删除。\n")
        return 0
    said = server.status() if command == "status" else server.url(role)
    sys.stdout.write(f"{said}\n")
    return 3 if said == "stopped" else 0


def main() -> int:
    """Read the command line and run one command."""
    parser = argparse.ArgumentParser(prog="python -m menkou.embedded", description="Menkou 的内置数据库。")
    parser.add_argument("command", choices=["start", "stop", "status", "url", "remove"])
    parser.add_argument("--home", required=True, help="属于数据库的目录")
    parser.add_argument("--role", choices=ROLES, default="app", help="用于 url")
    options = parser.parse_args()
    if os.environ.get("MENKOU_DATABASE_URL"):
        sys.stderr.write("已设 MENKOU_DATABASE_URL，不使用内置数据库。\n")
        return 0
    try:
        return answer(options.command, Server(options.home), options.role)
    except LauncherError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
