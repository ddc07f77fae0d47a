"""What a person reads when the database cannot be had."""

import errno
import re

PLAIN_WORDS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "找不到",
    errno.ENOTDIR: "上级不是目录",
    errno.EEXIST: "已有同名文件",
    errno.ENAMETOOLONG: "名称太长",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘只读",
}


class LauncherError(Exception):
    """What went wrong and what to do about it, in one sentence."""


def reason(error: OSError) -> str:
    """Return the system's reason in plain words."""
    return PLAIN_WORDS.get(error.errno or 0) or error.strerror or str(error)


def failure(what: str, output: str, place: object) -> LauncherError:
    """Put a failure and the most telling line of a program's output in one sentence."""
    if re.search(r"No space left on device|Check free disk space|磁盘已满", output):
        return LauncherError(f"{what}：{place} 所在的磁盘已满，请腾出空间后重新启动。")
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"FATAL|PANIC|[Ee]rror|ERROR|could not", line)]
    return LauncherError(f"{what}：{(telling or lines or ['没有给出原因'])[-1]}")
