"""群登记: the list, one group, and what is changed of it. Personal groups are on record here and read by nobody."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.consultations.views.forms import new_form_id
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import NOT_FOUND, Absent, Conflict, Invalid, Refused
from menkou.groups import policies
from menkou.groups.keeping import actions, queries
from menkou.groups.models import Group
from menkou.groups.views import register_forms as forms
from menkou.places import queries as places

A_PAGE = 50
SEE = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE, Role.ADVISER, Role.VILLAGE_CADRE)
KEEP = (Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE, Role.ADVISER)
FILTERS = ("level", "form", "means", "township", "show", "q")
OFFICERS = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE)


def shell_of(by) -> str:
    """An officer's page is a desk's; an adviser's is made for a phone."""
    return "adviser.html" if by.has_role(Role.ADVISER) and not by.has_role(*OFFICERS) else "desk.html"


@require_safe
@staff(*SEE)
def groups(request):
    """The list; the filters stand in the address."""
    by = request.actor
    chosen = {name: request.GET.get(name, "").strip()[:20] for name in FILTERS}
    known = {"level": Group.Level, "form": Group.Form, "means": Group.Means}
    chosen |= {name: "" for name, kind in known.items() if chosen[name] not in kind.values}
    listed = queries.listed(by, chosen)
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: value for name, value in chosen.items() if value})
    facts = {
        "page": page,
        "size": queries.size_of(listed),
        "chosen": chosen,
        "query": f"{query}&" if query else "",
        "choices": {"level": Group.Level.choices, "form": Group.Form.choices, "means": Group.Means.choices},
        "shown": queries.SHOWN.items(),
        "townships": places.townships() if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR) else [],
        "ownerless": queries.listed(by, {"show": "ownerless"}).count() if by.has_role(*OFFICERS) else 0,
        "registers": by.has_role(*KEEP),
        "imports": by.has_role(Role.JUSTICE_BUREAU),
        "shell": shell_of(by),
    }
    return render(request, "groups/register.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*KEEP)
def new(request):
    """登记一个群."""
    by, status = request.actor, 200
    form = forms.RegisterForm(by, request.POST or None, initial={"form": new_form_id()})
    if request.method == "POST":
        status = 422
        if form.is_valid():
            group = form.group()
            if not actions.register(by=by, group=group):
                return redirect("register:group", pk=group.pk)
            messages.success(request, "登记好了。")
            if remark := queries.name_remark(group, request.district):
                messages.warning(request, remark)
            return redirect("register:group", pk=group.pk)
    told = {"form": form, "title": "登记一个群", "button": "登记", "shell": shell_of(by)}
    return render(request, "groups/edit.html", told, status=status)


@require_safe
@staff(*SEE)
def group(request, pk):
    """One group, what its owner answers for, and what may be done."""
    by, found = request.actor, queries.group_for(request.actor, pk)
    arranges = policies.arrange.allows(by, found)
    facts = {
        "group": found,
        "counts": [(words, getattr(found, kind)) for kind, words in forms.KIND_WORDS.items()],
        "remark": queries.name_remark(found, request.district),
        "is_ownerless": queries.visible_to(by).filter(queries.owner_is_gone(), pk=found.pk).exists(),
        "rules": places.rules(),
        "keeps": found.dissolved_on is None and (arranges or policies.keep.allows(by, found)),
        "arranges": found.dissolved_on is None and arranges,
        "has_qr": found.qr_until is not None and found.qr_until >= clock.today(),
        "shell": shell_of(by),
    }
    return render(request, "groups/one.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*KEEP)
def amend(request, pk):
    """更正."""
    found = _kept(request, pk)
    form = forms.AmendForm(request.POST or None, initial=vars(found) | {"kind": found.form})
    return _edit(
        request, found, form, "更正这个群", lambda: actions.amend(by=request.actor, group=found, **form.told())
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*KEEP)
def look(request, pk):
    """核对人数."""
    found = _kept(request, pk)
    form = forms.LookForm(request.POST or None, initial=vars(found))
    return _edit(request, found, form, "核对人数", lambda: actions.look(by=request.actor, group=found, **form.told()))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*KEEP)
def qr(request, pk):
    """进群的码, put in."""
    found = _kept(request, pk)
    form = forms.QrForm(request.POST or None, request.FILES or None)

    def put_in():
        actions.put_qr(by=request.actor, group=found, photo=form.cleaned_data["photo"].read())

    return _edit(request, found, form, "换进群的码", put_in)


@require_safe
@staff(*SEE)
def picture(request, pk):
    """进群的码 itself."""
    if (content := queries.qr_of(queries.group_for(request.actor, pk))) is None:
        raise Absent(NOT_FOUND)
    return HttpResponse(content, content_type="image/jpeg")


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE)
def connect(request, pk):
    """接通渠道."""
    found = _kept(request, pk, policies.arrange)
    initial = {"means": found.means, "account": found.account_id, "chat_id": found.chat_id, "sender": found.sender}
    form = forms.ConnectForm(request.POST or None, initial=initial)
    return _edit(
        request, found, form, "接通渠道", lambda: actions.connect(by=request.actor, group=found, **form.told())
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE)
def hand_on(request, pk):
    """移交群主."""
    found = _kept(request, pk, policies.arrange)
    choices = forms.Owned.choices(request.actor, found.town_id, found.village_id)
    form = forms.HandOnForm(choices, request.POST or None)

    def hand():
        registration, owner = queries.owner_named(**forms.Owned.read(form.cleaned_data["owner"]))
        actions.hand_on(by=request.actor, group=found, registration=registration, owner=owner)

    return _edit(request, found, form, f"移交群主（现在是{found.owner_name}）", hand)


@require_POST
@staff(Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE)
def dissolve(request, pk):
    """注销."""
    actions.dissolve(by=request.actor, group=queries.group_for(request.actor, pk))
    messages.success(request, "注销了。以后的推送不再算这个群。")
    return redirect("register:group", pk=pk)


def _kept(request, pk, policy=policies.keep):
    """A group that somebody may change. Raises Refused with the policy's sentence."""
    found = queries.group_for(request.actor, pk)
    if not policy.allows(request.actor, found):
        raise Refused(policy.refusal)
    return found


def _edit(request, found, form, title: str, do):
    """One form about one group, and what it does."""
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except (Conflict, Invalid) as problem:
            form.add_error(None, str(problem))
            status = problem.status
        else:
            messages.success(request, "改好了。")
            return redirect("register:group", pk=found.pk)
    told = {"form": form, "group": found, "title": title, "button": "保存", "shell": shell_of(request.actor)}
    return render(request, "groups/edit.html", told, status=status)
