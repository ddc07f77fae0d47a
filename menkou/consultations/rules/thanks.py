"""谢谢: whether a short line only thanks, so that it asks nothing. Doubt counts as a question."""

import re
from typing import Final

LONGEST: Final = 24  # characters; whoever writes more says more
THANKS: Final = (
    "万分感谢|非常感谢|十分感谢|多谢|谢谢|谢了|感谢|感激不尽|太感谢|麻烦您了|麻烦你了|辛苦您了|辛苦你了|辛苦了|谢啦"
)
SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
AROUND: Final = (
    "您|你|了|啊|哈|呀|啦|哦|噢|嗯|好的|好嘞|好|行|收到|知道|明白|懂|清楚|我|都|太|真是|真|很|非常|的|帮忙|帮助|解答|回复|答复|"
    f"耐心|给|同志|[{SURNAMES}]?(?:律师|顾问|老师)"
)
ONLY_THANKS: Final = re.compile(rf"(?:{AROUND})*(?:{THANKS})(?:{THANKS}|{AROUND})*")
SILENT: Final = re.compile(r"[\s，。！、~～…,.!;；:：\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F\u200D]+")


def only_thanks(text: str) -> bool:
    """Whether a resident's line says thanks and nothing else: no question mark, no number, no other word."""
    if len(text) > LONGEST:
        return False
    return ONLY_THANKS.fullmatch(SILENT.sub("", text)) is not None
