"""群登记 as a sheet: how groups are called, whose they are and who is in them; nothing of what is said there."""

from menkou.imports.rules import cleaning
from menkou.imports.rules.columns import ADMISSIONS, GROUP_FORMS, GROUP_LEVELS, TOWN, Field, Kind

MOST = 2000  # people in any group
COUNTS = {
    "residents": ("村民人数", ("村民", "居民人数", "群众人数")),
    "cadres": ("村（居）干部人数", ("村居干部人数", "干部人数", "村（居）干部")),
    "advisers": ("法律顾问人数", ("顾问人数",)),
    "officers": ("司法所、司法局的人数", ("司法所人数", "司法所、司法局的人")),
    "others": ("其他人数", ("其他人",)),
}
GROUPS = Kind(
    "groups",
    "群登记",
    (
        Field("name", "群名", cleaning.words(60), ("群名称", "微信群名称", "微信群"), True, example="示例村法律顾问群"),
        Field(
            "level",
            "哪一级的群",
            cleaning.one_of(GROUP_LEVELS),
            ("群级别", "级别", "层级"),
            choices=("区", "镇街", "村（社区）"),
            hint="写了村、镇街的可以不填",
            example="村（社区）",
        ),
        TOWN,
        Field(
            "village",
            "村（社区）",
            cleaning.words(60),
            ("村居", "村社区", "村名", "村（社区）名称", "村居代码"),
            hint="村一级的要填：12 位代码，或者名称；同名的村请把镇街也写上",
            example="370000100201",
        ),
        Field(
            "is_ours",
            "我们建的",
            cleaning.yes,
            ("是否我们建的", "是否自建", "自建"),
            choices=("是", "否"),
            hint="村里自己的群、法律顾问进了群的，写“否”，群主空着",
        ),
        Field(
            "form",
            "哪一种群",
            cleaning.one_of(GROUP_FORMS),
            ("群种类", "群类型"),
            choices=("微信群", "企业微信群"),
            hint="不填就是微信群",
        ),
        Field(
            "owner",
            "群主",
            cleaning.words(60),
            ("群主姓名", "群管理员"),
            hint="我们建的要填：姓名、登录用的用户名，或者执业证号",
            example="张示例",
        ),
        *(Field(key, title, cleaning.whole(MOST), also, hint="空着就不改") for key, (title, also) in COUNTS.items()),
        Field(
            "has_adviser",
            "法律顾问在群里",
            cleaning.yes,
            ("顾问在不在群里", "顾问是否进群"),
            choices=("是", "否"),
        ),
        Field(
            "admission",
            "怎么进群",
            cleaning.one_of(ADMISSIONS),
            ("进群方式",),
            choices=("群主同意才能进", "要群里的人拉进来", "扫码就能进"),
        ),
    ),
    ("群", "微信群", "群名单", "群台账"),
    "一行一个群。同一个地方、同样的群名，就是同一个群；改群名、注销请在“群登记”里办。",
)
