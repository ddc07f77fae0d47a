"""What a person reads when the database cannot be had."""

import errno
import re

PLAIN_WORDS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "找不到",
    errno.ENOTDIR: "上级不是目录",
    errno.EISDIR: "是一个目录",
    errno.EEXIST: "已有同名文件",
    errno.ENOTEMPTY: "目录里还有文件",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "链接绕成了圈",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "文件太大",
    errno.EROFS: "磁盘只读",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "正被占用",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENOMEM: "内存不够",
    errno.ENOEXEC: "不是能运行的程序",
    errno.ECONNREFUSED: "对方没有在监听",
    errno.ECONNRESET: "对方断开了连接",
    errno.EPIPE: "对方断开了连接",
    errno.ETIMEDOUT: "等了太久没有回应",
    errno.EHOSTUNREACH: "到不了那台机器",
    errno.ENETUNREACH: "到不了那个网络",
    errno.EADDRINUSE: "地址已被占用",
    errno.EADDRNOTAVAIL: "这台机器没有这个地址",
}
SAID = {  # what PostgreSQL and its driver say, and the system through them
    r"No space left on device|Check free disk space": "磁盘已满",
    r"password authentication failed|no password supplied": "密码不对",
    r"no pg_hba.conf entry": "数据库服务器不许从这里连接",
    r'database "[^"]*" does not exist': "没有这个数据库",
    r'role "[^"]*" does not exist|is not permitted to log in': "没有这个角色，或它不能登录",
    r"could not translate host name|could not resolve host|Name or service not known": "找不到这台主机",
    r"Connection refused|server closed the connection": "数据库没有在监听",
    r"timed? ?out|timeout expired": "等了太久没有回应",
    r"too many clients|remaining connection slots": "连接太多",
    r"the database system is": "数据库正在启动或停止",
    r"Permission denied|Operation not permitted": "没有权限",
    r"No such file or directory": "找不到文件",
    r"Read-only file system": "磁盘只读",
    r"Input/output error": "磁盘读写出错",
    r"Cannot allocate memory|out of memory": "内存不够",
}


class LauncherError(Exception):
    """What went wrong and what to do about it, in one sentence."""


def reason(error: OSError) -> str:
    """Return the system's reason in plain words; of a rare one, its name, to look it up by."""
    number = error.errno or 0
    return PLAIN_WORDS.get(number) or (
        f"系统错误 {errno.errorcode[number]}" if number in errno.errorcode else str(error)
    )


def in_plain_words(said: str) -> str:
    """Return what a program said in plain words where they are known; else as it was said."""
    return next((plain for pattern, plain in SAID.items() if re.search(pattern, said)), said)


def failure(what: str, output: str, place: object) -> LauncherError:
    """Put a failure and the most telling line of a program's output in one sentence."""
    if re.search(r"No space left on device|Check free disk space|磁盘已满", output):
        return LauncherError(f"{what}：{place} 所在的磁盘已满，请腾出空间后重新启动。")
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"FATAL|PANIC|[Ee]rror|ERROR|could not", line)]
    line = (telling or lines or ["没有给出原因"])[-1]
    plain = in_plain_words(line)
    return LauncherError(f"{what}：{line if plain == line else f'{plain}（{line}）'}")
