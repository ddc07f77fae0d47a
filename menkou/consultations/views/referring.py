"""转介: the holder sends an asker to another body; both say what became of it; the bureau keeps the bodies."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.consultations import queries as consultations
from menkou.consultations.interests import actions as interests
from menkou.consultations.interests.queries import is_to_be_declared
from menkou.consultations.referring import actions, queries
from menkou.consultations.rules.hotlines import HOTLINES
from menkou.consultations.views.adviser import show
from menkou.consultations.views.referring_forms import CANCEL, RecordForm, ReferForm, TargetForm, TellForm
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid
from menkou.places import queries as places

A_YEAR = timedelta(days=365)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.ADVISER)
def refer(request, pk):
    """转到别处办: choose where, say why and what to bring."""
    found = consultations.consultation_for(request.actor, pk)
    bodies = queries.bodies_for(found)
    form, status = ReferForm(request.POST or None, bodies=bodies), 422 if request.method == "POST" else 200
    if form.is_valid():
        sent = dict(form.cleaned_data)
        try:
            if sent.pop("has_no_interest"):
                interests.declare_none(by=request.actor, consultation=found)
            actions.refer(by=request.actor, consultation=found, **sent)
        except Conflict as problem:
            form.add_error(None, str(problem))
            form.renew()
            status = problem.status
        else:
            messages.success(request, "转介记好了，居民打开就看到去哪里。请提醒本人去。")
            return redirect("consultations:consultation", pk=pk)
    facts = {"consultation": found, "bodies": bodies, "form": form, "declares": is_to_be_declared(found)}
    return render(request, "consultations/refer.html", facts, status=status)


@require_POST
@staff(Role.ADVISER)
def record(request, pk, referral):
    """记接收和结果, or 撤回."""
    one = queries.referral_of(request.actor, pk, referral)
    if CANCEL in request.POST:
        actions.cancel(by=request.actor, referral=one)
        messages.success(request, "转介撤回了，居民看不到那张卡片了。")
        return redirect("consultations:consultation", pk=pk)
    form = RecordForm(request.POST, of=one)
    try:
        if form.is_valid():
            actions.record(by=request.actor, referral=one, **form.cleaned_data)
            messages.success(request, "记好了。")
            return redirect("consultations:consultation", pk=pk)
    except Invalid as problem:
        form.add_error("received_on", str(problem))
    found = consultations.consultation_for(request.actor, pk)
    return show(request, found, record_form=form, recorded=one.pk, status=422)


@require_safe
@staff(Role.ADVISER)
def slip_of_holder(request, pk, referral):
    """转介单 for whoever has no phone: village, reference, body and day, and no word of the matter."""
    one = queries.referral_of(request.actor, pk, referral)
    return _slip(request, one, bring="", is_holders=True)


@require_safe
def slip(request, pk, referral):
    """转介单 on the asker's own phone; what to bring stands on it only where they choose so."""
    one = queries.referral_asked_for(request.actor, pk, referral)
    bring = queries.card_of(one.consultation, one).bring if "words" in request.GET else ""
    return _slip(request, one, bring=bring, is_holders=False)


def _slip(request, one, *, bring: str, is_holders: bool):
    facts = {"one": one, "consultation": one.consultation, "body": queries.body_of(one), "bring": bring}
    return render(request, "consultations/referral_slip.html", facts | {"is_holders": is_holders})


@require_POST
def tell(request, pk, referral):
    """去了没有、办成没有: one tap."""
    one, form = queries.referral_asked_for(request.actor, pk, referral), TellForm(request.POST)
    if form.is_valid():
        actions.tell(by=request.actor, referral=one, outcome=form.outcome)
        messages.success(request, "记下了，顾问也看得到。")
    else:
        messages.error(request, str(form.errors["said"][0]))
    return redirect("thread", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def targets(request):
    """转介去处: what the district keeps, with how many were sent there in a year."""
    form = TargetForm(request.POST or None, townships=places.townships(), initial={"valid_from": clock.today()})
    if form.is_valid():
        try:
            actions.record_target(by=request.actor, district=request.district, target=form.instance)
        except (Conflict, Invalid) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"登记好了：{form.instance.name}。")
            return redirect("targets")
    sent = queries.numbers(clock.now() - A_YEAR)
    rows = [(one, sent.get(str(one.pk))) for one in queries.targets_for(request.actor)]
    own = {one.phone for one, _ in rows}
    hotlines = [(one, sent.get(number)) for number, one in HOTLINES.items() if number not in own]
    facts = {"rows": rows, "hotlines": hotlines, "form": form, "today": clock.today()}
    return render(request, "consultations/targets.html", facts, status=422 if form.errors else 200)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def end_target(request, pk):
    """停用."""
    one = queries.target_for(request.actor, pk)
    actions.end_target(by=request.actor, district=request.district, target=one)
    messages.success(request, f"停用了：{one.name}。已经转过去的不受影响。")
    return redirect("targets")
