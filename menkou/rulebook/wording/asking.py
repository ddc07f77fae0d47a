"""咨询: by when, with what, what comes after it, and who may keep or read it for how long."""

from typing import Final

from menkou.rulebook.wording.named import JUDGED, Named

KINDS: Final = {  # consultations.rules.categories, which stands above: a guard compares the two
    "neighbours": "邻里纠纷",
    "land": "山林土地承包",
    "family": "婚姻家庭继承",
    "compensation": "损害赔偿",
    "expropriation": "征地拆迁",
    "homestead": "房屋宅基地",
    "contract": "合同",
    "village_affairs": "村务管理",
    "traffic": "交通事故",
    "labour": "劳动争议",
    "medical": "医疗纠纷",
    "environment": "环境保护",
    "other": "其他",
}
_REVISITED: Final = f"和土地、家庭、住房、工资有关的三次都问；{JUDGED}"
_TIMES: Final = ("不回访", "回访一次", "回访两次", "三次都回访")
ASKING: Final = {
    "answer_within_working_days": Named("几个工作日内答复", "个工作日", "12348 热线的留言 24 小时内答复"),
    "hours_before_due_to_urge": Named("到期前几小时提醒顾问", "小时", JUDGED),
    "working_days_over_to_pass_on": Named(
        "超期几个工作日转给另一岗，或者告诉司法所", "个工作日", f"答复有期限，就要有人接；{JUDGED}"
    ),
    "working_days_over_to_tell_bureau": Named("超期几个工作日告诉区司法局", "个工作日", JUDGED),
    "most_days_stopped": Named("一件咨询至多一共停表几天", "天", f"停一个月以上就不是等材料了；{JUDGED}"),
    "posts_act_against_committee": Named(
        "本村A岗、B岗能不能办告村委会的事",
        "选一项",
        f"村委会是聘用方；《律师法》第三十九条说的是同一案件的双方；{JUDGED}",
        choices=("不能", "能"),
    ),
    "interest_is_declared": Named("第一次答复前，顾问要不要说明没有利害关系", "选一项", JUDGED, choices=("不要", "要")),
    "take_back_seconds": Named("答复发出后几秒内可以撤回", "秒", JUDGED, "居民过了这几秒才看得到。"),
    "quiet_days_before_closing": Named("答复后几天没有下文自动办结", "天", JUDGED),
    "minutes_of_a_quiet_closing": Named("自动办结的，记多少分钟", "分钟", JUDGED),
    "days_to_meet": Named("约见面至多提前几天", "天", JUDGED),
    "hours_to_remind": Named("见面前几小时提醒顾问", "小时", JUDGED),
    "days_to_reopen": Named("办结后几天内居民可以重新打开", "天", "别处答复四周后发问卷；和可以评价的天数一致"),
    "days_to_claim": Named("从群里接进来的，几天内本人要打开链接", "天", f"一周总有赶集的日子；{JUDGED}"),
    "working_days_to_ask_for_receipt": Named(
        "转介后几个工作日问对方接了没有", "个工作日", "热线转出的帮助类工单 5 个工作日内答复"
    ),
    "working_days_of_an_opinion": Named("会诊的人能看几个工作日", "个工作日", JUDGED, "居民同意以后才开始算。"),
}
MATERIALS: Final = {
    "clip_seconds": Named("一段语音至多说几秒", "秒", f"两分钟说得完一件事；{JUDGED}"),
    "clips_in_a_message": Named("一次至多送几段语音", "段", JUDGED),
    "pages_in_a_message": Named("一次至多送几页材料", "页", JUDGED),
    "most_kb_of_a_piece": Named(
        "语音每一小截至多多大", "KB", "信号弱的手机一次传 300 KB 以内", "改大了，信号弱的地方传不上来。"
    ),
    "most_kb_of_a_clip": Named("一段语音至多多大", "KB", "iPhone 录两分钟约 1900 KB"),
    "most_kb_of_a_page": Named("一页材料压到多大以内", "KB", f"看得清字，又传得动；{JUDGED}"),
    "seconds_of_a_spoken_notice": Named("告知书录音至多几秒", "秒", f"四百字慢慢念两分多钟；{JUDGED}"),
    "most_kb_of_a_spoken_notice": Named("告知书录音至多多大", "KB", f"五分钟的录音约 4800 KB；{JUDGED}"),
    "messages_of_a_device_an_hour": Named("一部手机一小时至多送几次", "次", f"防止有人反复刷；{JUDGED}"),
    "hours_a_draft_is_kept": Named("居民没送出的语音和照片留几小时", "小时", JUDGED),
    "days_an_answer_draft_is_kept": Named("顾问没发出的草稿留几天", "天", f"跑一周村回来还在；{JUDGED}"),
}
AFTERWARDS: Final = {
    "days_to_rate": Named("办结后几天内可以评价", "天", JUDGED),
    "days_to_first_revisit": Named("办结后几天第一次回访", "天", JUDGED),
    "days_to_second_revisit": Named("办结后几天第二次回访", "天", JUDGED),
    "days_to_third_revisit": Named("办结后几天第三次回访", "天", JUDGED),
    "days_a_revisit_stays_open": Named("每次回访几天内可以答", "天", JUDGED),
    **{
        f"revisits_{kind}": Named(f"回访几次：{words}", "选一项", _REVISITED, choices=_TIMES)
        for kind, words in KINDS.items()
    },
}
KEEPING: Final = {
    "years_of_content": Named(
        "办结后咨询内容保存几年", "年", f"到期销毁，件数还在；{JUDGED}", "改短了，已经办结的也按新的年数算。"
    ),
    "days_of_a_wrapping_key": Named(
        "多少天换一次保管密钥", "天", "《个人信息保护法》第四十七条：删除的在备份里也不能再读", "由系统运维执行。"
    ),
    "days_a_review_copy_is_kept": Named("居民放给司法局评查的副本留几天", "天", f"一个考核半年；{JUDGED}"),
    "hours_to_begin_an_inspection": Named("特别查阅批准后几小时内要打开", "小时", JUDGED),
    "minutes_of_an_inspection": Named("特别查阅打开后能看几分钟", "分钟", JUDGED),
}
