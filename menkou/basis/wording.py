"""地方规则 that a plan rests on, in words, and what the shipped values come from."""

from typing import NamedTuple


class Named(NamedTuple):
    """What a rule is called, and what its shipped value rests on."""

    words: str
    source: str


JUDGED = "编制时的判断，可以按本区情况改"
YANZHOU = "兖州：95 位顾问服务 440 个村，6 和 12 才能让每个镇街都有余地（安徽标准是 5）"
RULES = {
    "most_a_posts": Named("每人A岗至多（个）", YANZHOU),
    "most_posts": Named("每人两岗合计至多（个）", YANZHOU),
    "most_a_posts_of_a_trainee": Named("实习律师A岗至多（个）", "实习律师不单独执业，只做B岗"),
    "most_posts_of_a_trainee": Named("实习律师两岗合计至多（个，0 为与别人一样）", "没有文件规定，由本区自定"),
    "b_kinds": Named(
        "替班：B岗的类别（0 不限；1 须是律师或基层法律服务工作者；2 同 1，且律师的B岗须是律师）",
        "没有文件规定，由本区自定",
    ),
    "b_shares_speciality": Named(
        "替班：村里最需要的事项（0 不限；1 两人中有一人擅长；2 B岗须擅长）", "没有文件规定，由本区自定"
    ),
    "most_institutions_in_a_township": Named(
        "一个镇街至多几家机构（0 为不限）", "兖州两所服务一镇街，大镇街另有几家帮忙"
    ),
    "most_townships_of_an_institution": Named("一家机构至多负责几个镇街（0 为不限）", JUDGED),
    "most_days_away": Named("方案期内请假超过多少天不排岗", "每季度至少一场讲座，一整个季度不能没有人"),
    "licence_notice_days": Named("执业证到期前几天开始准备换人", f"做方案、审定、告知村里要两周左右；{JUDGED}"),
    "gaps_ahead_days": Named("要空的岗位提前多少天列出", "和聘用合同第一次到期提醒（60 天）一致"),
    "hours_a_year_of_a_village": Named("每个村每年的基本工作量（小时）", "山东省两办 2016 年实施意见：每村每月 8 小时"),
    "minutes_of_a_consultation": Named("一件咨询算多少分钟", JUDGED),
    "residents_to_an_hour": Named("每年多少位居民算 1 小时", JUDGED),
    "weight_per_km": Named("权重：路程每公里", "1 分相当于 100 米路程"),
    "weight_b_share": Named("权重：B岗路程按A岗的百分之几", "B岗在A岗不能来时才来"),
    "weight_pairing": Named("权重：一家机构进一个镇街", JUDGED),
    "weight_fit": Named("权重：镇街大小和机构份额不相称", JUDGED),
    "weight_same_house": Named("权重：两岗同一家机构", "需要回避时没有另一家机构可以接手"),
    "weight_unfair": Named("权重：超出公平份额的每一个平均村", JUDGED),
    "weight_change_a": Named("权重：A岗换人", JUDGED),
    "weight_change_b": Named("权重：B岗换人", JUDGED),
    "weight_unskilled": Named("权重：两人都不擅长村里最需要的", JUDGED),
    "weight_wish": Named("权重：一条意愿没有满足", JUDGED),
}
