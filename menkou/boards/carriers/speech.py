"""What a village's loudspeaker says of its advisers in about a minute: plain words, the number twice and slowly."""

FREE = "问法律的事一分钱不收，不要验证码，也不要银行卡。谁要这些，谁就是骗子，千万别给。"
TRUST = "您问了什么，村里和干部看不到；别人要看，须经批准并告诉您。"
CODE = "也可以用微信扫公示牌上的码，把问题说出来。"


def spoken(said: dict[str, str]) -> list[str]:
    """The text, one breath a line, from what the carrier shows."""
    place = "社区" if said["村居"].endswith("社区") else "村"
    whose = f"{said['A岗类别']}{said['A岗姓名']}"
    lines = [
        f"{said['村居']}的乡亲们，请听一个通知。",
        f"咱们{place}的法律顾问是{whose}，{said['A岗机构']}的。",
        f"电话：{slowly(said['A岗电话'])}。再说一遍：{slowly(said['A岗电话'])}。",
    ]
    if said["B岗姓名"]:
        stand_in = f"{said['B岗机构']}的{said['B岗类别']}{said['B岗姓名']}"
        lines.append(f"顾问不在的时候，找{stand_in}，电话：{slowly(said['B岗电话'])}。")
    helps = "、".join(said["服务内容"].splitlines())
    return [
        *lines,
        f"到{place}的时间：{said['到村时间']}。",
        f"能帮您做这些：{helps}。",
        FREE,
        CODE + TRUST,
        f"不满意，请打{_watching(said['监督电话'])}。",
    ]


def slowly(phone: str) -> str:
    """A number as it is read aloud, in groups of three or four: 139 0000 0001, 0537-0000001."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    if len(digits) == 11 and digits[0] == "1":
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    return phone.strip()


def _watching(calls: str) -> str:
    parted = (one.partition("　") for one in calls.splitlines())
    return "，或者".join(f"{who}{slowly(phone)}" for who, _, phone in parted)
