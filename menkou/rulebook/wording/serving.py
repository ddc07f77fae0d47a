"""到村, 日志 and what is looked at again; 村里的事; what hangs in the villages."""

from typing import Final

from menkou.rulebook.wording.named import JUDGED, Named

_HINT: Final = f"只是提示，什么也不因此发生；{JUDGED}"
VISITING: Final = {
    "entry_days_back": Named("顾问至多补记几天以前的日志", "天", f"一个季度，正好查日志；{JUDGED}"),
    "paper_days_back": Named("司法所至多补录几天以前的纸质日志", "天", f"一年；{JUDGED}"),
    "days_to_confirm_a_visit": Named("到村后几天内村里可以说来过没有", "天", f"两个集；{JUDGED}"),
}
CHECKING: Final = {
    "sample_percent": Named("抽查日志的比例", "%", JUDGED),
    "sample_per_adviser": Named("每位顾问至少抽查几条", "条", JUDGED, "有这么多条的，才抽这么多。"),
    "days_to_reply_to_a_check": Named(
        "抽查不一致的，顾问几天内说明", "天", JUDGED, "值班记了没来的，顾问也有这么多天说明，过了才能记缺席。"
    ),
    "hint_fewest_entries": Named("请看一看：一位顾问至少几条才看比例", "条", _HINT),
    "hint_last_days": Named("请看一看：期末最后几天算集中补记", "天", _HINT),
    "hint_heaped_percent": Named("请看一看：集中补记占多少才提示", "%", _HINT),
    "hint_late_days": Named("请看一看：做完几天以后才记算晚记", "天", _HINT),
    "hint_late_percent": Named("请看一看：晚记占多少才提示", "%", _HINT),
    "hint_alike_percent": Named("请看一看：两条内容有多少一样算雷同", "%", _HINT),
    "hint_fewest_alike": Named("请看一看：几条雷同才提示", "条", _HINT),
    "hint_camped_percent": Named("请看一看：一个村占多少算只跑一个村", "%", _HINT),
    "hint_fewest_villages": Named("请看一看：服务几个村以上才看只跑一个村", "个", _HINT),
    "hint_soonest_minutes": Named("请看一看：两个村之间至少几分钟", "分钟", _HINT),
    "hint_km_an_hour": Named("请看一看：乡间路上至多每小时多少公里", "公里", _HINT),
}
OCCASIONS: Final = {
    "days_to_tell_of_an_occasion": Named(
        "村里的事至少提前几天告诉顾问", "天", f"顾问有一个工作日看材料；{JUDGED}", "晚了也能登记，只是记下晚了。"
    ),
}
BOARDS: Final = {
    "board_check_days": Named("公示牌几天没有人看就提示去看", "天", f"每月到村，看两次；{JUDGED}"),
    "days_to_undo_an_import": Named("导入后几天内可以撤销", "天", f"一个月，看得出导得对不对；{JUDGED}"),
}
