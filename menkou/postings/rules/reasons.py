"""Why each village got whom, as a Chinese sentence an officer can check against the map."""

from menkou.postings.rules.frame import Frame, Posts


def reasons(frame: Frame, posts: Posts) -> dict[str, str]:
    """One sentence for each village, under its key."""
    return {frame.district.villages[village].key: _reason(frame, village, *both) for village, both in posts.items()}


def _reason(frame: Frame, village: int, a: int, b: int) -> str:
    said = []
    if frame.is_known[a, village]:  # else nought kilometres would be said of whoever is nowhere
        said.append(f"A岗到村约 {frame.km[a, village]:.1f} 公里{_rank(frame, a, village)}")
    if frame.is_known[b, village]:
        said.append(f"B岗到村约 {frame.km[b, village]:.1f} 公里")
    if frame.institution_of[a] == frame.institution_of[b]:
        said.append("两岗同属一家机构，需要回避时没有另一家机构可以接手")
    else:
        said.append("两岗分属两家机构，一家需要回避时另一家可以接手")
    away = int((~frame.allowed[:, village]).sum())
    if away:
        said.append(f"已避开 {away} 名须回避的法律顾问")
    return "；".join(said) + "。"


def _rank(frame: Frame, a: int, village: int) -> str:
    nearer = int(((frame.km[:, village] < frame.km[a, village]) & frame.is_known[:, village]).sum())
    return "（全区最近）" if nearer == 0 else f"（全区第 {nearer + 1} 近）"
