"""What we say in a chat: plain words, one line at a time, without any content. {names} are filled in by saying.py."""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Line(StrEnum):
    """One sentence, or a few that belong together."""

    WELCOME = "这里可以问法律顾问，不收钱。写字、说话、拍照片都行。"
    HELP = (
        "直接写、说，或者拍照片，就是提问。还可以回：“新问题”另问一件；“我问过的”看以前的；“取件码”换手机看；"
        "“换村”；“满意”“一般”“不满意”；“解绑”。急事打 {hotline}。"
    )
    SPEAK = "您说吧，写字、说话、拍照片都行。"
    CANNOT_TAKE = "这个收不了。请写字、发语音，或者发照片。"

    HELD = "收到了，先替您放着，还没送出去。"
    ADDED = "这一条也放在一起了，还没送出去。"
    STILL_HELD = "您刚才说的还没送出去，先把那一件定下来。"
    ASK_VILLAGE = "您是哪个村、哪个社区的？写名字就行，比如“红花村”。"
    OTHER_VILLAGE = "好，换一个村。"
    WHICH_VILLAGE = "叫这个名字的有几个，请回数字：\n{villages}"
    NO_SUCH_VILLAGE = "没找到叫这个名字的村。请再写一遍，不带镇名；写前两个字也行。"
    TOO_MANY_VILLAGES = "叫这个名字的太多了，请写全一点。"
    VILLAGE_IS = "记下了：{village}。不对就回“换村”。"
    NO_SUCH_NUMBER = "没有这个数字可选。"
    PICK_A_NUMBER = "请回一个数字，我才知道怎么送。"
    NOTHING_TO_CHOOSE = "现在没有要选的。"

    ASK_SEND = (
        "送给{who}。{secrecy}村里和干部看不到。在微信里说的，微信平台看得到；不愿意的选 0，扫公示牌在网页上问。\n"
        "请回数字：\n1 送出，他不在时由替班的法律顾问接手\n2 送出，只给他看\n0 不送"
    )
    NOBODY_HERE = (
        "{village}现在没有法律顾问在岗，送不出去。请打{office}。您说的先放着：住在别的村的，回“换村”；不问了，回 0。"
    )
    SENT = (
        "送到了。最晚{due}前后回。有了回复会在这里提醒您，点开看；要直接发到这里，回“发到这里”；手机别人也看的，回“只提醒”。"
        "要取件码，回“取件码”。"
    )
    SENT_UNHELD = "送到了。这件事要由区司法局指定人来办。有了回复会在这里提醒您。要取件码，回“取件码”。"
    DROPPED = "没有送，刚才说的都删掉了。"
    DROPPED_FOR_AGE = "您前面说的一直没定送不送，放得太久，已经删掉了。还要问的话，请再说一遍。"
    NOTHING_LEFT = "没有能送出去的了，请重新说一遍，或者写字。"
    LOST_VOICE = "有一段语音取不到、听不了，没有送出去，请重新说一遍，或者写字。"
    LOST_PHOTO = "有一张照片取不到、打不开，没有送出去，请重新拍一张。"

    REMIND = "过了两天才有回复的话，微信不让我们往这里发。想那时候也提醒您一次，点开按“允许”：{remind}"
    FOLLOWED_UP = "送到了，顾问会看到。要问别的事，回“新问题”。"
    ASK_REOPEN = "上一件已经办结了。请回数字：\n1 重新打开，接着问\n2 当新问题问\n0 不送"
    REOPENED = "重新打开了，您说的送到了。"
    THANKED = "不客气。还有事随时问。"
    LOCKED = "这件事您定了暗号，只能在手机上打开：{pick_up}\n这里看不到，也送不出去。要问别的事，回“新问题”。"

    NOT_TO_RATE = "现在还没有能评价的。有了回复，才能评价；评过的，或者办结久了的，不用再评。"
    ASK_SOLVED = "您的事解决了没有？请回数字：\n1 解决了\n2 没有"
    FACE_CHANGED = "好，按您这回说的记。"
    RATED = "记下了，谢谢您。"
    NOT_RATED = "评价先不记了。"

    NO_MATTER = "这里还没有您问过的事。直接说，就是提问；有取件码的，把取件码发过来。"
    LIST = "您问过的（按日子）：\n{matters}\n要接着说哪一件，请回数字。"
    CHOSEN = "好，现在说的是 {day} 问的那一件。看回复：{thread}"
    CODE = "取件码：{code}\n别人有了它也能看，请不要转给别人。"
    BOUND = "对上了，是 {day} 问的那一件。有了回复会在这里提醒您。看回复：{thread}"
    NO_SUCH_CODE = "没有这个取件码。请对着截图再看看，8 和 B、2 和 Z 容易看错。"
    ASK_UNBIND = "解绑以后，这里不再提醒您回复，也看不到问过的事；凭取件码还能看。要解绑吗？请回数字：\n1 解绑\n0 不解"
    UNBOUND = "解绑了。"
    NOT_UNBOUND = "没有解绑。"
    SHOWS = "好，以后的回复直接发到这里。手机别人也看的，回“只提醒”。"
    REMINDS = "好，以后只提醒，回复点开看。"


GONE = frozenset({Line.SENT, Line.SENT_UNHELD, Line.FOLLOWED_UP, Line.REOPENED})  # it has been sent, and waits


def joined(lines: Iterable[Line | str], facts: Mapping[str, str]) -> str:
    """What is said, in one message: each message counts. What is no Line is said as it is."""
    return "\n".join(line.value.format_map(facts) if isinstance(line, Line) else line for line in lines)
