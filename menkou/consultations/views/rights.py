"""我的数据: a resident takes a copy, or has what was said erased. A phone that asked, or a 取件码, and nobody else."""

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.consultations import consents, content, queries, viewings
from menkou.consultations.models import Consultation, Rating, ReviewCopy
from menkou.consultations.readings import queries as readings
from menkou.consultations.reviewing import queries as reviewing
from menkou.consultations.reviewing import sealing
from menkou.consultations.rights import actions
from menkou.core import clock

MOST_AT_ONCE = 50


class Copied(NamedTuple):
    """One matter as it stands in a copy."""

    consultation: Consultation
    said: list[content.Said]
    viewings: list[viewings.Line]
    rating: Rating | None
    copies: list[tuple[ReviewCopy, str]]  # 评查副本, each with its words while it stands


@require_POST
def copy(request, pk):
    """带走一件."""
    found = queries.asked_for(request.actor, pk)
    return _file(request, [found], f"copy-{found.reference}.html")


@require_POST
def copy_all(request):
    """带走这部手机上问过的."""
    found = list(queries.still_there(request.actor)[:MOST_AT_ONCE])
    if not found:
        messages.info(request, "这部手机上没有记录，没有可下载的。")
        return redirect("asked")
    return _file(request, found, f"copy-{clock.today():%Y%m%d}.html")


def _file(request, found: list[Consultation], name: str) -> HttpResponse:
    facts = {"matters": [_copied(request, one) for one in found], "made_at": clock.now(), "district": request.district}
    response = render(request, "consultations/copy.html", facts)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _copied(request, consultation: Consultation) -> Copied:
    said = actions.take_copy(by=request.actor, consultation=consultation)
    looked = viewings.told_of(consultation, queries.handovers_of(consultation))
    copies = [(one, sealing.words_of(one)) for one in reviewing.of_matter(consultation)]
    return Copied(consultation, said, looked, queries.rating_of(consultation), copies)


@require_safe
def privacy(request):
    """告知书, whole, for both kinds of adviser, to be read and to be heard."""
    told = {"律师回答时": consents.notice_for("lawyer"), "法律服务工作者回答时": consents.notice_for("other")}
    spoken = readings.spoken(told.values())
    notices = [(who, notice, spoken.get(notice.version)) for who, notice in told.items()]
    return render(request, "consultations/privacy.html", {"notices": notices})


@require_POST
def disagree(request, pk):
    """收回同意: as many taps as giving it."""
    actions.withdraw_consent(by=request.actor, consultation=queries.asked_for(request.actor, pk))
    return redirect("thread", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request, pk):
    """删掉: first what goes and what stays, then for good."""
    found = queries.asked_for(request.actor, pk)
    if request.method == "POST":
        actions.erase(by=request.actor, consultation=found)
        return redirect("thread", pk=pk)
    if found.erased_at:
        return redirect("thread", pk=pk)
    return render(request, "consultations/erase.html", {"consultation": found})
