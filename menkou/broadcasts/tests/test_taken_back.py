"""撤下、撤销、解散、离开名册, in the same second as what they are to stop."""

from datetime import timedelta

import pytest

from menkou.advisers.models import Registration
from menkou.broadcasts import actions, queries
from menkou.broadcasts.bringing import actions as bringing
from menkou.broadcasts.library import actions as library
from menkou.broadcasts.massing import actions as massing
from menkou.broadcasts.models import Article, Delivery, Notice, Task
from menkou.broadcasts.tests.conftest import written
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Invalid, Refused
from menkou.core.models import Outgoing
from menkou.groups.keeping import actions as keeping
from menkou.groups.keeping.queries import visible_to
from menkou.postings.models import Posting


@pytest.fixture
def article(bureau, district):
    facts = {"text": "写清楚四样。", "source": "第680条", "law": "中华人民共和国民法典"}
    made = Article(title="借条怎么写", review_by=clock.today() + timedelta(days=90), **facts)
    library.put_in(by=bureau, district=district, article=made)
    return made


@pytest.fixture
def task(going, open_account, group):
    """A task of 企业微信群发 that the platform is being asked for."""
    made = Task.objects.create(notice=going, account=open_account("mass"), sender="chen", part=1)
    Delivery.objects.filter(notice=going, group=group).update(task=made, means="mass")
    return made


def made_of(task: Task) -> None:
    massing.note_made(by=CLOCK, notice=task.notice, task=task, msgid="m-1", unreached=[])


@pytest.mark.parametrize("agreed", [True, False])
def test_what_rests_on_a_withdrawn_article_and_has_not_begun_goes_back(
    bureau, second, groups, district, article, agreed
):
    notice = written(article=article, go_on=clock.today() + timedelta(days=3))
    actions.draft(by=bureau, notice=notice)
    actions.hand_in(by=bureau, notice=notice)
    if agreed:
        actions.approve(by=second, notice=Notice.objects.get(), edition=1)
    library.withdraw_law(by=second, district=district, law=article.law, why="民法典改了")
    found = Notice.objects.get()
    assert (found.state, found.approved_by, found.note) == ("draft", None, "用的素材撤下了：民法典改了")
    with pytest.raises(Invalid, match="重新起草"):
        actions.hand_in(by=bureau, notice=found)


def test_what_has_begun_is_not_called_a_draft_again(going, bureau, district, article):
    Notice.objects.filter(pk=going.pk).update(article=article)
    library.withdraw(by=bureau, district=district, article=article, why="民法典改了")
    assert Notice.objects.get().state == "going"


def test_a_task_that_was_made_while_its_notice_was_taken_back_is_stopped(going, bureau, task):
    actions.cancel(by=bureau, notice=going)
    made_of(task)
    assert Outgoing.objects.get(channel=actions.STOP).about == task.pk


def test_taken_back_and_made_at_one_moment_a_task_is_stopped_once(at_once, going, bureau, task):
    at_once(lambda: actions.cancel(by=bureau, notice=going), lambda: made_of(task))
    assert Outgoing.objects.filter(channel=actions.STOP).count() == 1


def test_a_group_that_is_dissolved_while_words_are_put_down_for_it_waits_for_none(
    at_once, notice, second, bureau, group
):
    actions.approve(by=second, notice=notice, edition=1)
    actions.begin(by=CLOCK, notice=notice)
    at_once(lambda: bringing.spread(by=CLOCK, notice=notice), lambda: keeping.dissolve(by=bureau, group=group))
    assert not Delivery.objects.filter(group=group, state__in=Delivery.OPEN).exists()
    assert Notice.objects.get().spread_at


def test_what_was_confirmed_by_mistake_waits_for_its_task_again(task, adviser_a):
    made_of(task)
    mine = Delivery.objects.get(task=task)
    bringing.confirm(by=adviser_a, delivery=mine)
    bringing.unconfirm(by=adviser_a, delivery=mine)
    massing.note_results(by=CLOCK, notice=task.notice, task=task, said={mine.group.chat_id: ""})
    mine.refresh_from_db()
    assert mine.state == "sent"


def test_whoever_has_left_the_roster_brings_nothing_and_keeps_no_group(delivery, adviser_a, chen, group):
    for rows in (Posting.objects.filter(registration=chen), Registration.objects.filter(pk=chen.pk)):
        rows.update(valid_until=clock.today())
    assert not queries.mine(adviser_a)
    assert not visible_to(adviser_a)
    with pytest.raises(Refused):
        bringing.confirm(by=adviser_a, delivery=delivery)
    with pytest.raises(Refused):
        keeping.amend(by=adviser_a, group=group, name="我的群", form="wechat", admission="open")
