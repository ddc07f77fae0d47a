"""成批拟合同: for every village that has none, with the institution of its A post or with one that is chosen."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from menkou.accounts.doors import staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict
from menkou.engagements.models import Contract
from menkou.setup import actions, queries
from menkou.setup.forms import BY_POST, EVERYWHERE, EngageForm

A_YEAR = timedelta(days=364)  # and the first day with it


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def engage(request):
    """Which villages have none yet, and a form for all of them at once."""
    today = clock.today()
    form = EngageForm(request.POST or None, initial={"first": today, "last": today + A_YEAR, "institution": BY_POST})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                said = _engaged(request, form.cleaned_data)
            except Conflict as problem:
                form.add_error(None, str(problem))
                status = problem.status
            else:
                messages.success(request, said)
                stage = "draft" if form.cleaned_data["stage"] == Contract.Stage.DRAFT else ""
                return redirect(f"{reverse('engagements:contracts')}?state={stage}")
    return render(request, "setup/contracts.html", {"form": form, **_waiting()}, status=status)


def _waiting() -> dict:
    """How many villages wait for a contract from today, and with whom the plan would have them."""
    today = clock.today()
    left = queries.without_contract(today, today + A_YEAR + timedelta(days=1))
    houses = queries.houses_on_a(left, today)
    names = queries.institution_names(houses.values())
    by_house = Counter(names[one] for one in houses.values())
    return {"left": len(left), "by_house": by_house.most_common(), "unposted": len(left) - len(houses)}


def _engaged(request, said: dict) -> str:
    """What was done, in words. Raises Conflict where there is nothing to do."""
    first, until = said["first"], said["last"] + timedelta(days=1)
    left = queries.without_contract(first, until, "" if said["township"] == EVERYWHERE else said["township"])
    if not left:
        raise Conflict("这些天里每个村都有合同或者拟稿了，不用再拟。")
    if said["institution"] == BY_POST:
        houses = queries.houses_on_a(left, first)
    else:
        houses = dict.fromkeys((one.pk for one in left), UUID(said["institution"]))
    if not houses:
        raise Conflict(f"{clock.in_words(first)}这些村还没有 A 岗顾问。请先发布派驻方案，或者选一家机构。")
    facts = {name: said[name] for name in ("first_party", "stage", "signed_on")}
    contracts = [
        Contract(village=one, institution_id=houses[one.pk], valid_from=first, valid_until=until, **facts)
        for one in left
        if one.pk in houses
    ]
    count = actions.engage(by=request.actor, district=request.district, contracts=contracts)
    without = len(left) - count
    rest = f"另有 {without} 个村还没有 A 岗顾问，没有拟。" if without else ""
    if said["stage"] == Contract.Stage.DRAFT:
        return f"拟了 {count} 份合同。可以取 Word 打印，双方签好以后在这里登记签订。{rest}"
    return f"登记了 {count} 份签好的合同。{rest}"
