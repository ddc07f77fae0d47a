"""告知书: what a resident is told before the first message. A changed text is a new version; an old one is never edited.

The words differ with who answers: a lawyer's secrecy and a legal service worker's rest on different rules (security.md
R13). They are this project's own draft: a district's legal section reads them before it opens.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

LAWYER: Final = "lawyer"
OTHER: Final = "other"
LAWYERS: Final = frozenset({"lawyer", "trainee"})  # kinds of adviser who work under a law firm


@dataclass(frozen=True)
class Notice:
    """One version of the text, for one kind of adviser, from a day on."""

    version: str
    since: date
    short: str
    full: tuple[str, ...]


_SECRECY: Final = {
    LAWYER: "回答您的是律师事务所的人。律师对办事时知道的、您不愿让别人知道的情况，依照律师法要保密。",
    OTHER: "回答您的是基层法律服务所的人。他们依照基层法律服务工作者的管理规定，对办事时知道的情况要保密。",
}


def _first(kind: str) -> Notice:
    return Notice(
        version=f"2026-11-{kind}",
        since=date(2020, 1, 1),
        short="您写的话加密保存，只有接手的法律顾问能看；谁看过，您都查得到。",
        full=(
            "为什么要存：不存下来，顾问就看不到，没法答复您。只存您自己写的话，不要姓名、身份证号和电话。",
            "谁能看：接手的法律顾问。村里和干部看不到，也不知道您问过。别人要看，须经批准并告诉您。",
            _SECRECY[kind],
            "替班：顾问不在时，要不要让替班的顾问接着看，由您自己定，随时可以改。",
            "存多久：办结满三年，内容自动删掉。您也可以随时自己删，马上生效；只留下数字，里面没有您的名字和您说的话。",
            "统计：司法所和司法局看得到哪个月、哪个村、哪一类、回得及不及时，看不到内容和是谁问的。",
            "您的权利：看谁看过、下载一份、删掉、收回同意，都在“我问过的”那一页，不用说理由。",
        ),
    )


def _with_telephone(kind: str) -> Notice:
    """Since an asker may leave a number, and somebody else may ask for them."""
    before = _first(kind)
    kept = (
        "为什么要存：不存下来，顾问就看不到，没法答复您。只存您自己写的话，不要姓名和身份证号。"
        "想让顾问回电话才留号码，锁起来存，您随时能删。"
    )
    helped = "别人替您问的：他的手机不留记录，他看不到回复；是村里的人替问的，打开就会告诉您。"
    full = (kept, before.full[1], helped, *before.full[2:])
    return Notice(version=f"2026-11-28-{kind}", since=date(2026, 11, 28), short=before.short, full=full)


NOTICES: Final[dict[str, tuple[Notice, ...]]] = {
    kind: (_first(kind), _with_telephone(kind)) for kind in (LAWYER, OTHER)
}

OPINION: Final = Notice(  # 会诊: asked for each colleague by name, on the thread
    version="2026-11-opinion",
    since=date(2020, 1, 1),
    short="同意了，这位顾问能看您问的话，给您的顾问出主意。他不能替您答复，也不能转给别人；到日子自动看不到，您也可以随时不让看。",
    full=(),
)

REVIEW: Final = Notice(  # 评查: on the thread, before the asker lets the bureau read a copy
    version="2026-11-review",
    since=date(2020, 1, 1),
    short="区司法局管评查的人能看这一份，看看答得好不好。",
    full=(
        "看什么：您问的字、顾问答的字，就是这一页上写的。说的话和照片不给他们。",
        "不写什么：您的名字、电话不写，村名换成“本村”，手机号、身份证号遮住。话里提到的别人，系统认不出来，您先看一遍。",
        "谁看：区司法局评查的人。村里、干部、司法所看不到。跟这件事有利害关系的人也看不到。您的顾问看得到评语。",
        "看过要留名：谁看的、什么时候看的，在“谁看过”里查得到。",
        "随时收回：在您问的这件事里点一下，马上谁也看不到。不给他们看也行，顾问照样给您办。",
    ),
)
PUBLISH: Final = Notice(  # 做成案例: asked for apart, and withdrawn apart
    version="2026-11-publish",
    since=date(2020, 1, 1),
    short="不写姓名、改掉地名以后，做成案例给大家看，让别人少走弯路。不勾也行。随时能改主意，改了就不再用。",
    full=(),
)


def in_force(adviser_kind: str, on: date) -> Notice:
    """What is shown, and agreed to, on a day before somebody whom an adviser of this kind will answer."""
    versions = NOTICES[LAWYER if adviser_kind in LAWYERS else OTHER]
    return max((one for one in versions if one.since <= on), key=lambda one: one.since)
