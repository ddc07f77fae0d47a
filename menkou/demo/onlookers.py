"""Who looks on from outside: a hall's screen that is in use, one that was ended, and somebody of the city's bureau."""

from django.contrib.auth.hashers import make_password

from menkou.accounts import actions as accounts
from menkou.accounts.models import User
from menkou.accounts.queries import actor_for
from menkou.cities import actions as cities
from menkou.core.actors import CLOCK, INSTALLER
from menkou.demo.people import PASSWORD
from menkou.places.models import District
from menkou.screens import actions as screens
from menkou.screens.models import ScreenLink

CITY, WATCHER = "演示市司法局", "shiju"


def look_on(district: District) -> None:
    """By the actions themselves; the links' ends are told to nobody, so whoever tries the screen makes one."""
    bureau = actor_for(User.objects.get(username="sifaju"))
    for name in ("旧办公楼大厅", "一楼大厅"):
        screens.make(by=bureau, district=district, name=name, days=90)
    old, new = ScreenLink.objects.order_by("id")
    screens.revoke(by=bureau, link=old)
    screens.note(by=CLOCK, link=new)
    watcher = User(username=WATCHER, name="市局（演示）", password=make_password(PASSWORD), is_demo=True)
    accounts.enrol(by=INSTALLER, district=district, users=[watcher], memberships=[])
    cities.appoint(by=INSTALLER, district=district, user=watcher, city=CITY)
