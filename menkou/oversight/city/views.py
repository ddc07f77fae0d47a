"""/city/: several districts side by side, for whoever a command let look (menkou city add)."""

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render
from django.views.decorators.http import require_safe

from menkou.cities import queries
from menkou.core import clock
from menkou.core.errors import NOT_FOUND, Absent
from menkou.core.scope import overseeing
from menkou.oversight.city.numbers import rows
from menkou.oversight.reporting.meanings import meanings
from menkou.places import queries as places
from menkou.worklogs.rules.counters import COUNTERS8
from menkou.worklogs.rules.periods import MONTHS, Period, back_from

BACK = {"month": 13, "quarter": 5, "half_year": 3, "year": 2}
SHOWN = {"村（社区）", "有服务的村", "服务时长", *(one.title for one in COUNTERS8)}


@require_safe
def city(request):
    """The districts that somebody may look at; whoever may look at none finds nothing here."""
    known = list(places.districts())
    if not request.user.is_authenticated:
        if not known:
            raise Absent(NOT_FOUND)
        return redirect_to_login(request.path, f"/{known[0].slug}/sign-in")
    with overseeing([one.pk for one in known]):
        posts = queries.posts_of(request.user)
    if not posts:
        raise Absent(NOT_FOUND)
    offered = [one for window in MONTHS for one in back_from(clock.today(), window, BACK[window])]
    period = next((one for one in offered if one.key == request.GET.get("period")), Period.of(clock.today(), "year"))
    districts = [one.district for one in posts]
    with overseeing([one.pk for one in districts]):
        found = rows(districts, period)
    as_of = f"{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    facts = {
        "city": posts[0].city,
        "name": request.user.name,
        "rows": found,
        "eight": COUNTERS8,
        "period": period,
        "offered": offered,
        "as_of": as_of,
        "sign_out_url": f"/{districts[0].slug}/sign-out",  # there is none without a district
        "demo": any(one.is_demo for one in districts),
        "meanings": [one for one in meanings(as_of) if one.name in SHOWN],
    }
    return render(request, "oversight/city.html", facts)
