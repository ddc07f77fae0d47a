"""投诉 and 提醒; 群和推送; 典型案例; whom to call at once."""

from typing import Final

from menkou.rulebook.wording.named import JUDGED, Named

_NEAREST: Final = "已知最接近的投诉制度：一个工作日先回话，十五个工作日答复"
_NATIONWIDE: Final = "全国统一的号码"
COMPLAINTS: Final = {
    "working_days_to_acknowledge_a_complaint": Named("投诉几个工作日内先回话", "个工作日", _NEAREST),
    "working_days_to_answer_a_complaint": Named("投诉几个工作日内答复", "个工作日", _NEAREST),
    "days_before_due_to_urge_a_complaint": Named("投诉到期前几天提醒经办人", "天", JUDGED),
    "days_to_judge_a_complaint": Named("答复后几天内可以说满意不满意", "天", JUDGED),
}
_HOTLINE: Final = "一个区的 12345 时限：1 个工作日受理，帮助类 5 个工作日答复"
ORDERS: Final = {
    "working_days_to_accept_an_order": Named("12345工单几个工作日内受理", "个工作日", _HOTLINE),
    "working_days_to_handle_an_order": Named(
        "12345工单派出去几个工作日内办理", "个工作日", JUDGED, "不晚于答复的时限。"
    ),
    "working_days_to_answer_an_order": Named(
        "12345工单几个工作日内答复", "个工作日", _HOTLINE, "12345 写明了日子的，按写明的。"
    ),
    "days_before_due_to_urge_an_order": Named("12345工单到期前几个工作日提醒经办人", "个工作日", JUDGED),
}
REMINDING: Final = {
    "hour_texts_to_staff_begin": Named(
        "早上几点以后才给工作人员发短信", "点", f"夜里不打扰；{JUDGED}", "早上 0 点、晚上 24 点为什么时候都发。"
    ),
    "hour_texts_to_staff_end": Named("晚上几点以后不给工作人员发短信", "点", f"夜里不打扰；{JUDGED}"),
    "reminder_trials_an_hour": Named("一个人一小时至多试几次自己的提醒", "次", JUDGED),
    "texts_of_a_matter_a_day": Named(
        "一件咨询一天至多给居民发几条短信", "条", f"短信平台对一个号码的限制更宽；{JUDGED}"
    ),
}
_NAMES: Final = "可以写 {区}、{镇街}、{村}，登记群时换成真的名字。"
GROUPS: Final = {
    "group_name_of_district": Named("区一级的群名", "群名", "兖州叫“法律顾问之家”", "可以写 {区}。"),
    "group_name_of_township": Named("司法所（镇街）一级的群名", "群名", "兖州的三级群", "可以写 {区}、{镇街}。"),
    "group_name_of_village": Named("村（社区）一级的群名", "群名", "兖州的三级群", _NAMES),
    "publication_days": Named("每月哪几天推送", "日", "一个县的推送方案", "用顿号隔开，比如 5、15、25；1 到 28 日。"),
    "group_publicity_a_week": Named(
        "群主每周至少发几条普法", "条", "淮安群主“五个一”：每周至少一次普法", "0 为不要求。"
    ),
    "group_cases_a_month": Named(
        "群主每月至少发几个案例", "个", "淮安群主“五个一”：每月至少一次以案释法", "0 为不要求。"
    ),
    "days_to_look_at_a_group": Named("多少天核对一次群", "天", "每月核对一次群"),
    "mass_sends_to_a_group_a_month": Named(
        "企业微信群发：一个群每月至多几条", "条", "平台较早的文件是每月 4 条，现在的说法是每天 1 条，取严的"
    ),
    "days_a_screenshot_is_kept": Named("发出去的截图留多少天", "天", f"截图里可能有群里别的话；{JUDGED}"),
    "days_a_group_sees": Named("村群的网页看得到几天以内的问题", "天", f"群里翻得到的；{JUDGED}"),
}
CASES: Final = {
    "fewest_who_could_be_meant": Named(
        "典型案例里说的人，本地至少有几个人对得上", "人", f"不够的要写得粗一些；{JUDGED}", "不能少于 5。"
    ),
    "fewest_in_a_list": Named(
        "统计少于几件的不列出来", "件", "件数太少，猜得出是谁；本系统的决定", "改小了，单个的人容易被认出来。"
    ),
}
RISING: Final = {
    "rising_weeks": Named("苗头：看最近几整周", "周", JUDGED),
    "rising_past_weeks": Named("苗头：和以前几周比", "周", f"一年，四季都在里面；{JUDGED}"),
    "rising_fewest_past_weeks": Named(
        "苗头：以前至少要有几周", "周", f"一个季度；{JUDGED}", "不够的说没有可比的过去。"
    ),
    "rising_days_to_settle": Named("苗头：问了几天以后才算数", "天", f"类别办结时才有；{JUDGED}"),
    "rising_percent": Named("苗头：是以前的多少才算多了", "%", JUDGED),
    "rising_false_percent": Named("苗头：列出来的里面至多多少是碰巧", "%", JUDGED),
    "rising_fewest_villages": Named("苗头：至少几个村都有", "个", "一个村的猜得出是谁；本系统的决定"),
    "weeks_beside_a_warning": Named("推送前后各看几周", "周", JUDGED),
}
TELEPHONES: Final = {
    "phone_of_police": Named("报警", "电话", _NATIONWIDE, "居民的页面上照着显示，点了就拨。"),
    "phone_of_ambulance": Named("急救", "电话", _NATIONWIDE),
    "phone_of_womens_federation": Named("妇女维权（妇联）", "电话", _NATIONWIDE),
    "phone_of_youth": Named("青少年服务（团委）", "电话", _NATIONWIDE),
    "phone_in_despair": Named("心理援助", "电话", f"{_NATIONWIDE}，2025 年 5 月 1 日起"),
    "phone_of_labour_inspection": Named("劳动监察", "电话", _NATIONWIDE, "本区劳动监察大队的电话更近。"),
    "phone_of_legal_aid": Named("法律援助", "电话", _NATIONWIDE, "本区法律援助中心的电话更近。"),
}
