"""What journeys press, and what they wait for."""


def press(page, name: str, role: str = "button", *, to: str = "") -> None:
    """A button or a link; where it leads to another page, that page's heading is waited for."""
    reach(page, page.get_by_role(role, name=name, exact=True).first).click()
    if to:
        page.get_by_role("heading", name=to).first.wait_for()


def reach(page, wanted):
    """What is wanted; on a phone an officer's menu is opened first where it lies in there."""
    wanted.or_(page.get_by_role("link", name="菜单", exact=True)).first.wait_for()
    if not wanted.is_visible():
        page.get_by_role("link", name="菜单", exact=True).click()
    return wanted


def done(page, words: str) -> None:
    page.get_by_text(words).first.wait_for()
