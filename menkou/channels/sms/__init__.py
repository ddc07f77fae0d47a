"""短信: tells a number that something waits, by one of three gateways; says nothing of what it is.

Off until a signature and a template are filed (docs/channels/sms.md). A text is a fixed template with codes and dates
in named places (texts.py); what a gateway says became of a text is receipts.py, what follows from it channels.texted.

No gateway promises that a text sent twice goes once. After Unclear the text may have gone: Aliyun's receipt echoes
`once` and settles it, Tencent's does not.
"""

from collections.abc import Mapping

from menkou.channels.sms import aliyun, http, tencent
from menkou.channels.sms.texts import Template

Settings = tencent.Settings | aliyun.Settings | http.Settings


def send(settings: Settings, number: str, template: Template, values: Mapping[str, str], once: str) -> str:
    """Hand one text to a gateway; returns the id that its receipt will carry. Raises Failed.

    `number` is a checked mobile number of eleven digits, any other is Final; `once` is our own id of this text. Raises
    ValueError where the values are not those of the template or hold anything but codes and dates.
    """
    match settings:
        case tencent.Settings():
            return tencent.send(settings, number, template, values, once)
        case aliyun.Settings():
            return aliyun.send(settings, number, template, values, once)
        case http.Settings():
            return http.send(settings, number, template, values, once)
