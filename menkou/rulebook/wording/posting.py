"""派驻 and 聘用合同: what a plan keeps to, what it weighs, and when a contract's end is told."""

from typing import Final

from menkou.rulebook.wording.named import JUDGED, OPEN, Named

YANZHOU: Final = "兖州：95 位顾问服务 440 个村，6 和 12 才能让每个镇街都有余地（安徽标准是 5）"
POSTS: Final = {
    "most_a_posts": Named("每人A岗至多", "个", YANZHOU),
    "most_posts": Named("每人两岗合计至多", "个", YANZHOU),
    "most_a_posts_of_a_trainee": Named("实习律师A岗至多", "个", "实习律师不单独执业，只做B岗"),
    "most_posts_of_a_trainee": Named("实习律师两岗合计至多", "个", OPEN, "0 为与别人一样。"),
    "b_kinds": Named(
        "替班：B岗的类别",
        "选一项",
        OPEN,
        choices=("不限", "须是律师或基层法律服务工作者", "须是律师或基层法律服务工作者，且律师的B岗须是律师"),
    ),
    "b_shares_speciality": Named(
        "替班：村里最需要的事项", "选一项", OPEN, choices=("不限", "两人中有一人擅长", "B岗须擅长")
    ),
    "most_institutions_in_a_township": Named(
        "一个镇街至多几家机构", "家", "兖州两所服务一镇街，大镇街另有几家帮忙", "0 为不限。"
    ),
    "most_townships_of_an_institution": Named("一家机构至多负责几个镇街", "个", JUDGED, "0 为不限。"),
    "most_days_away": Named("方案期内请假超过多少天不排岗", "天", "每季度至少一场讲座，一整个季度不能没有人"),
    "licence_notice_days": Named("执业证到期前几天开始准备换人", "天", f"做方案、审定、告知村里要两周左右；{JUDGED}"),
    "gaps_ahead_days": Named("要空的岗位提前多少天列出", "天", "和聘用合同第一次到期提醒（60 天）一致"),
    "hours_a_year_of_a_village": Named("每个村每年的基本工作量", "小时", "山东省两办 2016 年实施意见：每村每月 8 小时"),
    "minutes_of_a_consultation": Named("一件咨询算多少分钟", "分钟", JUDGED),
    "residents_to_an_hour": Named("每年多少位居民算 1 小时", "人", JUDGED),
}
_SCORE: Final = "分数越大，方案越看重这一样；1 分相当于 100 米路程。"
WEIGHTS: Final = {
    "weight_per_km": Named("权重：路程每公里", "分", "1 分相当于 100 米路程", _SCORE),
    "weight_b_share": Named("权重：B岗路程按A岗的百分之几", "%", "B岗在A岗不能来时才来"),
    "weight_pairing": Named("权重：一家机构进一个镇街", "分", JUDGED, _SCORE),
    "weight_fit": Named("权重：镇街大小和机构份额不相称", "分", JUDGED, _SCORE),
    "weight_same_house": Named("权重：两岗同一家机构", "分", "需要回避时没有另一家机构可以接手", _SCORE),
    "weight_unfair": Named("权重：超出公平份额的每一个平均村", "分", JUDGED, _SCORE),
    "weight_change_a": Named("权重：A岗换人", "分", JUDGED, _SCORE),
    "weight_change_b": Named("权重：B岗换人", "分", JUDGED, _SCORE),
    "weight_unskilled": Named("权重：两人都不擅长村里最需要的", "分", JUDGED, _SCORE),
    "weight_wish": Named("权重：一条意愿没有满足", "分", JUDGED, _SCORE),
}
CONTRACTS: Final = {
    "contract_first_notice_days": Named(
        "合同到期前几天第一次提醒", "天", f"续签要提前准备；{JUDGED}", "后面没有合同接着的才提醒。"
    ),
    "contract_second_notice_days": Named("合同到期前几天第二次提醒", "天", f"还没有续的催一次；{JUDGED}"),
    "contract_last_notice_days": Named("合同到期前几天最后提醒", "天", f"再不续就来不及；{JUDGED}"),
    "missed_duties_before_ending": Named(
        "一份合同里缺席几次，可以解除", "次", "有的县的考核办法这样规定", "没有派人替的才算一次。"
    ),
}
