"""What the system and PostgreSQL say, in plain words."""

import errno
import os

import pytest

from menkou.embedded.errors import failure, in_plain_words, reason


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EIO, errno.EISDIR])
def test_an_error_of_the_system_is_said_in_chinese(number):
    said = reason(OSError(number, os.strerror(number)))
    assert os.strerror(number) not in said
    assert not said.isascii()


def test_a_rare_error_of_the_system_is_named():
    assert reason(OSError(errno.EDOM, "Numerical argument out of domain")) == "系统错误 EDOM"


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ('connection to server at "::1", port 5 failed: Connection refused', "数据库没有在监听"),
        ("connection failed: No such file or directory", "找不到文件"),
        ('FATAL:  password authentication failed for user "menkou_app"', "密码不对"),
        ("something new", "something new"),
    ],
)
def test_what_postgresql_says_is_said_in_chinese(said, plain):
    assert in_plain_words(said) == plain


def test_a_failure_keeps_what_was_said_beside_it():
    told = str(failure("数据库启动不了", 'LOG: a\nFATAL:  could not open file "x": Permission denied\n', "/place"))
    assert told == '数据库启动不了：没有权限（FATAL:  could not open file "x": Permission denied）'
