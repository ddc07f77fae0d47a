"""Why these two, in words: what the page of a village and `menkou plan --explain` both say of an Explanation."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from menkou.postings.rules.district import Adviser, Weights

if TYPE_CHECKING:
    from menkou.postings.rules.explaining import Choice, Explanation

TERMS = {
    "travel_a": "A岗路程",
    "travel_b": "B岗路程",
    "pairings": "带进机构",
    "fit": "大小不相称",
    "same_house": "两岗同机构",
    "unfair": "超出公平份额",
    "change": "换人",
    "unskilled": "不熟悉所需事项",
    "wishes": "未满足的意愿",
}
UNABLE = {
    "other_post": "已在本村另一岗",
    "licence": "执业证不在有效期内",
    "away": "届时不能到岗",
    "conflict": "须回避",
    "locked": "岗位已锁定",
    "kind_of_a": "现任B岗的类别不能替班",
    "kind_of_b": "类别不能替A岗",
    "unknowing": "不擅长村里最需要的",
    "not_paired": "所在机构不负责本镇街",
    "never_a": "不担任A岗",
    "a_full": "A岗已满",
    "full": "岗位已满",
    "kind_lost": "换后镇街缺一类机构",
    "home_lost": "换后本地法律服务所没有岗位",
}
STAGES = {
    "pairing": "机构与镇街结对",
    "first_plan": "排出第一个方案",
    "exchanging": "互换岗位，逐步改进",
    "improving": "逐个镇街重新安排",
    "bounding": "计算离最好的方案至多差多少",
    "done": "算完了",
}
ALONE = "这里只看本村：一次只换一个岗位，其他村都不动。全区重新算，结果可能不同。"
CHEAPER = (
    "有人比现任代价低，不等于排错了：全区一起算时，这些人的份额可能要留给别的村；"
    "方案排定以后，名册、规则和地点也可能变过。"
)


def scale(weights: Weights | None = None) -> list[str]:
    """What each term is counted for, by the district's own weights."""
    from menkou.postings.rules import frame

    own = weights or Weights()
    return [
        f"路程：按镇街中心之间的直线距离乘以 {frame.ROAD_OVER_STRAIGHT_LINE} 估算，A岗每公里 "
        f"{own.per_km:g} 分，B岗按 {own.b_share:.0%} 计。",
        f"带进机构：这一岗是该机构在本镇街唯一的岗位时，计 {own.pairing:,g} 分。",
        f"大小不相称：镇街的工作量比机构的份额大一倍计 {own.fit:g} 分，大三倍计 {2 * own.fit:g} 分；"
        f"小到一半以内不计（一家机构可以负责两个镇街），再小一半计 {own.fit:g} 分。",
        f"两岗同机构：计 {own.same_house:,g} 分，因为需要回避时没有另一家机构可以接手；村里希望由一个团队服务的不计。",
        f"超出公平份额：工作量比本人应担的多出 {frame.GRACE - 1:.0%} 以上的部分，每一个平均村计 {own.unfair:g} 分。",
        f"换人：A岗换成新人计 {own.change_a:g} 分，B岗 {own.change_b:g} 分；由本村另一岗的人接任减半。",
        f"不熟悉所需事项：村里最需要的事项，两人都不擅长计 {own.unskilled:g} 分，只有一人擅长减半。",
        f"未满足的意愿：双向选择里每一条没有满足的，按其轻重计，一般的一条 {own.wish:g} 分。",
    ]


def unfit(adviser: Adviser) -> str:
    """Why somebody may hold no post in this term."""
    return UNABLE.get(adviser.unable, UNABLE["away"])


def points(cost: float) -> str:
    """A cost as people read it."""
    return f"{round(cost):,}"


def difference(more: float) -> str:
    """多 12, 少 3 or 一样."""
    return "一样" if round(more) == 0 else f"{'多' if more > 0 else '少'} {points(abs(more))}"


def heading(told: "Explanation") -> str:
    """Who holds the post."""
    return f"{told.post}岗：{named(told.holder) if told.holder else '空缺'}"


def caution(posts: Iterable["Explanation"]) -> str:
    """How the whole is to be read: one village alone, and what it does not mean that somebody would cost less."""
    posts = list(posts)
    return ALONE + (CHEAPER if any(told.cheaper for told in posts) else "") + unmapped(posts[0])


def unmapped(told: "Explanation") -> str:
    """Of how many villages it is not known where they are, and what that does to distances; nothing where of none."""
    missing, all_ = told.unmapped
    if not missing:
        return ""
    if missing == all_:
        return "全区的村（社区）都无坐标：镇街的中心位置没有登记，所以不比路程。"
    return (
        f"全区 {all_} 个村（社区）里有 {missing} 个无坐标，所在镇街的中心位置没有登记；"
        "它们的路程先按全区的中间算，算不准。"
    )


def distance(choice: "Choice") -> str:
    """How far somebody has to the village, where that is known."""
    return "无坐标" if choice.km is None else f"到村约 {choice.km:.1f} 公里"


def named(choice: "Choice") -> str:
    """A person and their institution."""
    return f"{choice.adviser.name or choice.adviser.key}（{choice.institution.name or choice.institution.key}）"


def terms(choice: "Choice") -> str:
    """What the post costs with this person, or costs more than with the holder, term by term without what is nothing."""
    if choice.more:
        said = [f"{TERMS[name]}{difference(value)}" for name, value in choice.more.items() if round(value)]
    else:
        said = [f"{TERMS[name]} {points(value)}" for name, value in choice.terms.items() if round(value)]
    return "、".join(said)


def price(choice: "Choice") -> str:
    """What it would cost to have this person on the post."""
    total = f"比现任{difference(choice.costs_more)}" if choice.more else f"代价 {points(choice.cost)} 分"
    said = terms(choice)
    return f"{total}（{said}）" if said else total


def able(told: "Explanation") -> str:
    """How many could take the post."""
    if not told.able:
        return "没有别人可以换上来。" if told.holder else "没有人可以补上来。"
    shown = len(told.next_best)
    cheaper = f"，其中 {told.cheaper} 位比现任代价低" if told.cheaper else ""
    others = f"，列出的是代价最低的 {shown} 位" if told.able > shown else ""
    return f"可以{'换' if told.holder else '补'}上来的有 {told.able} 位{cheaper}{others}。"


def unable(told: "Explanation") -> str:
    """How many could not, and why."""
    if not told.unable:
        return ""
    counted = "，".join(f"{UNABLE[reason]} {count} 位" for reason, count in told.unable.items())
    return f"不可以的有 {sum(told.unable.values())} 位：{counted}。"
