"""素材库: the list, one article with the groups that had it, and what the bureau does with it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.broadcasts import policies
from menkou.broadcasts.library import actions, queries
from menkou.broadcasts.models import MOST_WORDS, Article
from menkou.consultations.rules.categories import CATEGORIES
from menkou.consultations.views.forms import OnceForm, Words, new_form_id
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid
from menkou.core.finding import asked, words_of

A_PAGE = 50
SEE = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE)


def _words(label: str, most: int, **more) -> forms.CharField:
    said = {"required": f"请填{label}。", "max_length": f"{label}最多 {most} 字，请写短些。"}
    return forms.CharField(label=label, max_length=most, error_messages=said, **more)


def _day() -> forms.DateField:
    said = {"required": "请选最晚哪天再看一遍。", "invalid": "请按 2027-06-30 这样填日期。"}
    box = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label="最晚哪天再看一遍", widget=box, error_messages=said)


class ArticleForm(OnceForm):
    """入库一篇."""

    title = _words("标题", 40)
    text = Words(label="大白话", empty="还没写。", rows=8, longest=MOST_WORDS, help_text="村民念一遍就懂的话。")
    audio = forms.URLField(label="录音的链接", required=False, assume_scheme="https", max_length=500)
    category = forms.ChoiceField(
        label="跟哪类事有关",
        choices=[("", "不分"), *CATEGORIES],
        required=False,
        help_text="选了，这类事有了苗头，起草风险提示就从这一篇开始。",
    )
    law = _words("依据的法律", 60, help_text="写全称，比如 中华人民共和国民法典。法律改了，凭它一起撤下。")
    source = _words("哪一条、哪里看", 200)
    review_by = _day()

    def article(self) -> Article:
        said = {name: value for name, value in self.cleaned_data.items() if name != "form"}
        return Article(pk=UUID(self.cleaned_data["form"]), **said)


class ReviewForm(forms.Form):
    """看过了，还对."""

    review_by = _day()


class WithdrawForm(forms.Form):
    """撤下, alone or with all that rests on the same law."""

    why = _words("为什么撤下", 120)
    all_of_law = forms.BooleanField(label="同一部法律的都撤下", required=False)


@require_safe
@staff(*SEE)
def articles(request):
    """The list; what is shown of it stands in the address."""
    show, words = request.GET.get("show", ""), words_of(request.GET.get("q", ""))
    show = show if show in queries.SHOWN else ""
    page = Paginator(queries.listed(request.actor, show, words), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "show": show,
        **asked(words, show=show),
        "shown": queries.SHOWN.items(),
        "today": clock.today(),
    }
    facts["keeps"] = policies.keep_library.allows(request.actor, request.district)
    return render(request, "broadcasts/articles.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def new(request):
    """入库."""
    form, status = ArticleForm(request.POST or None, initial={"form": new_form_id()}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            article = form.article()
            try:
                actions.put_in(by=request.actor, district=request.district, article=article)
            except Invalid as problem:
                form.add_error("review_by", str(problem))
            else:
                return redirect("broadcasts:article", pk=article.pk)
    return render(request, "broadcasts/article_new.html", {"form": form}, status=status)


@require_safe
@staff(*SEE)
def article(request, pk):
    """One, and the groups that had it."""
    return _page(request, queries.article_for(request.actor, pk), ReviewForm(), WithdrawForm())


def _page(request, found, review_form, withdraw_form, status: int = 200):
    page = Paginator(queries.deliveries_of(request.actor, found), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "article": found,
        "page": page,
        "keeps": found.withdrawn_at is None and policies.keep_library.allows(request.actor, request.district),
        "is_usable": queries.usable(request.actor, found.pk) is not None,
        "writes": request.actor.has_role(Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE),
        "review_form": review_form,
        "withdraw_form": withdraw_form,
        "today": clock.today(),
    }
    return render(request, "broadcasts/article.html", facts, status=status)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def review(request, pk):
    """看过了，还对."""
    found, form = queries.article_for(request.actor, pk), ReviewForm(request.POST)
    if form.is_valid():
        try:
            said = form.cleaned_data["review_by"]
            actions.review(by=request.actor, district=request.district, article=found, review_by=said)
        except (Invalid, Conflict) as problem:
            form.add_error("review_by", str(problem))
        else:
            messages.success(request, "记下了，到日子再看。")
            return redirect("broadcasts:article", pk=pk)
    return _page(request, found, form, WithdrawForm(), 422)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def withdraw(request, pk):
    """撤下."""
    found, form = queries.article_for(request.actor, pk), WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, found, ReviewForm(), form, 422)
    facts = {"by": request.actor, "district": request.district, "why": form.cleaned_data["why"]}
    if form.cleaned_data["all_of_law"]:
        number = actions.withdraw_law(law=found.law, **facts)
        messages.success(request, f"依据这部法律的 {number} 篇都撤下了。下面是收到过这一篇的群，请发一条更正。")
    else:
        actions.withdraw(article=found, **facts)
        messages.success(request, "撤下了。下面是收到过它的群，请发一条更正。")
    return redirect("broadcasts:article", pk=pk)
