"""各村的微信码: how many there are, the button that wants them, and a township's cards to print and cut."""

from collections import Counter

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.channels import telling
from menkou.channels.models import Account
from menkou.channels.views.accounts import KEEPERS
from menkou.chats.models import SceneCode
from menkou.chats.scanning import actions, making, queries
from menkou.consultations.views import paper
from menkou.core.actors import Role
from menkou.core.errors import Conflict
from menkou.places import queries as places

READERS = (*KEEPERS, Role.JUDICIAL_OFFICE, Role.AUDITOR)
State = SceneCode.State


@require_safe
@staff(*READERS)
def codes(request):
    """Every account that a code can lead to, and the townships whose cards may be printed."""
    counts, villages = queries.counts(), places.villages().count()
    shown = [_account(one, counts.get(one.pk, Counter()), villages) for one in queries.accounts_with_codes()]
    facts = {
        "shown": shown,
        "is_going": any(one["waiting"] and one["account"].is_on for one in shown),
        "townships": queries.townships_for(request.actor),
        "keeps": request.actor.has_role(*KEEPERS),
    }
    return render(request, "chats/codes.html", facts)


@require_POST
@staff(*KEEPERS)
def order(request, pk):
    """生成各村的码: rows that wait, and a job that asks for them."""
    found = queries.account_for(pk)
    try:
        count = actions.order(by=request.actor, account=found)
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect("codes:codes")
    if count:
        making.ask_for(str(found.pk))
        messages.success(request, f"正在向平台要 {count} 个村的码，这一页会自己更新，也可以先去忙。")
    else:
        messages.success(request, "各村的码都要过了，没有要补的。")
    return redirect("codes:codes")


@require_safe
@staff(*READERS)
def sheet(request, pk, code):
    """打印各村的微信码: the cards of a township's villages, with the names that they have today."""
    town = queries.townships_for(request.actor).get(code=code)
    account = queries.account_for(pk)
    villages = list(places.villages().filter(township=town).order_by("code"))
    scanned = queries.scanned_by(account, villages)
    facts = {
        "town": town,
        "account": account,
        "cards": [(one, paper.qr_on_boards(scanned[one.pk])) for one in villages if one.pk in scanned],
        "without": [one for one in villages if one.pk not in scanned],
        "follows": account.kind == Account.Kind.WECHAT,
    }
    return render(request, "chats/cards.html", facts)


def _account(account: Account, counted: Counter[str], villages: int) -> dict:
    """How far one is; what the platform refused with, in words."""
    is_desk = account.kind == Account.Kind.KF
    made = villages if is_desk and account.contact else counted[State.MADE]
    refused = queries.refusal_of(account) if counted[State.REFUSED] else None
    return {
        "account": account,
        "is_desk": is_desk,
        "made": made,
        "villages": villages,
        "waiting": counted[State.WAITING],
        "refused": counted[State.REFUSED],
        "why": telling.meaning(account, refused.way, refused.code.partition(" ")[0]) if refused else "",
        "number": refused.code if refused else "",
        "lacks": not is_desk and made < villages,
    }
