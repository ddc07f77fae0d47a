"""A colleague's answer: 我去, or 去不了; one tap each."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from menkou.accounts.doors import staff
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.rotas import policies, queries
from menkou.rotas.substituting import actions
from menkou.rotas.views.many import READERS


@require_POST
@staff(*READERS)
def agree(request, pk):
    """我去."""
    return _answer(request, pk, actions.agree, "好，这次由您去，同事和司法所已经知道。")


@require_POST
@staff(*READERS)
def decline(request, pk):
    """去不了."""
    return _answer(request, pk, actions.decline, "答复好了，请人的同事已经知道。")


def _answer(request, pk, act, words: str):
    asking = queries.asking_for(request.actor, pk)
    if not policies.answer.allows(request.actor, asking):
        raise Refused(policies.answer.refusal)
    try:
        act(by=request.actor, asking=asking)
        messages.success(request, words)
    except (Conflict, Invalid) as problem:
        messages.error(request, str(problem))
    return redirect("rotas:slot", pk=asking.slot_id)
