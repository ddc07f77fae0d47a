"""What 企业微信's numbers mean: what to do about each, and what an officer is told (security.md 4.3 to 4.5).

The numbers are the same in all of its calls. Those from 95000 on are of 微信客服; 95001, 95011 and 95018 were seen in
reports of others, the rest is from the platform's table of numbers (document/path/90313) and was not tried.
"""

from menkou.channels.calling import Codes

SESSION = 95018  # 会话状态不允许发送: `menkou.channels.kf.states` says what to do
OLD_CALLBACK = 95007  # the Token of a callback, good for 10 min, is too old

CODES = Codes(
    later=frozenset({-1, 45009, 45033}),  # 45009 is the account's limit, and no one person's
    spent=frozenset({95001}),
    stale=frozenset({40001, 40014, 42001}),
    final=frozenset(
        {40007, 40031, 40096, 41050, 46004, 60111, 81013, 82001, 84061}  # media or code gone, nobody there
        | {93000, 93004, 93008}  # 群机器人 gone
        | {95002, OLD_CALLBACK, 95013, 95016, SESSION}
    ),
)  # any other is Wrong: somebody has to look
CODES_OF_SECRETS = Codes(later=CODES.later, spent=CODES.spent)  # where a token is asked for, 40001 is a wrong secret

SAID: dict[int, str] = {
    -1: "企业微信系统繁忙，稍后会自动再试。",
    40001: "令牌失效，或者应用的 Secret 填错了。系统会自动换一次新令牌；还不行，请核对 Secret。",
    40003: "成员的账号（UserID）不对。请核对通讯录里的账号。",
    40007: "图片或语音在企业微信那边已经过期（只保存 3 天）。",
    40013: "企业 ID（CorpID）不对。请核对渠道账号。",
    40014: "令牌失效，系统会自动换一次新令牌。",
    40031: "成员的账号（UserID）不对，只能换别的方式通知。",
    40056: "应用编号（AgentId）不对。请核对渠道账号。",
    40058: "发给企业微信的参数不对，请联系技术人员。",
    40096: "对方不是本单位的外部联系人，只能换别的方式通知。",
    41001: "没有带令牌，请联系技术人员。",
    41004: "没有填 Secret。请补填渠道账号。",
    41050: "欢迎语的凭证过期或已经用过（20 秒内有效，只能用一次）。",
    42001: "令牌过期，系统会自动换一次新令牌。",
    44004: "内容是空的，没有发出。",
    45002: "内容太长，没有发出。",
    45009: "调用次数超过限制，要等一段时间才能再发（一分钟、一小时或一天，看超的是哪一种）。",
    45033: "同时调用太多，稍后会自动再试。",
    46004: "成员不存在，只能换别的方式通知。",
    47001: "发给企业微信的内容格式不对，请联系技术人员。",
    48002: "应用没有这个接口的权限。请在管理后台给应用开通。",
    50001: "回调地址的域名没有登记为可信域名。请在管理后台登记。",
    60011: "成员不在应用的可见范围里。请在管理后台扩大可见范围。",
    60020: "服务器的 IP 不在应用的可信 IP 里。请在管理后台把出口 IP 加进去。",
    60111: "成员不存在，只能换别的方式通知。",
    81013: "收件人都不存在或不在应用可见范围里，只能换别的方式通知。",
    82001: "收件人都不存在，只能换别的方式通知。",
    84061: "对方和成员没有好友关系，只能换别的方式通知。",
    93000: "群机器人的地址不对，或者机器人已经被删除。请在群里重新添加机器人，更新地址。",
    93004: "群机器人已被停用。请群主启用，或者重新添加。",
    93008: "群机器人不在群里。请重新添加。",
    95000: "微信客服账号编号不对。请核对渠道账号。",
    95001: "对方来信之后已经发满 5 条，等对方再来信才能发。",
    95002: "对方超过 48 小时没有来信，只能换别的方式通知。",
    95003: "可接待的客户数到了上限。请到管理后台完成企业认证。",
    95004: "微信客服账号不存在，可能已被删除。请核对渠道账号。",
    95007: "取消息的凭证过期，系统会自动换一种方式取。",
    95011: "微信客服由企业微信后台管着，接口不能用。请在管理后台“通过 API 管理微信客服账号”里选上它。",
    95012: "还没有在企业微信里开通微信客服。请在管理后台开通。",
    95013: "会话已经结束，等对方再来信才能发。",
    95014: "指定的成员不是接待人员。请在管理后台设置。",
    95016: "会话现在的状态不能这样转。",
    95017: "接口开关的状态不对。请在管理后台“通过 API 管理微信客服账号”里检查。",
    95018: "会话正由人工接待、在排队或已结束，系统不能发送。请把微信客服的接待方式设为智能助手，不要安排人工接待。",
}


def said(code: int | str) -> str:
    """What an officer is told of a number, in a sentence; of one that is not known, the number itself."""
    number = int(code) if str(code).lstrip("-").isdecimal() else None
    known = SAID.get(number) if number is not None else None
    return known or f"企业微信返回了没有记录的代码 {code}，请联系技术人员。"
