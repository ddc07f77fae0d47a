"""The rules of money, by themselves: what is put down adds up, in whatever order it is told, and is made again alike."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.subsidies.rules import laying
from menkou.subsidies.rules.explaining import coefficient, explain, yuan
from menkou.subsidies.rules.facts import amount_of, facts_of, would_be
from menkou.subsidies.rules.laying import changes, laid
from menkou.subsidies.rules.pricing import of_post, worth
from menkou.subsidies.rules.serving import Held, runs
from menkou.subsidies.rules.standing import Coefficient, Place, Rate, Span, Terms, on_record, told

START, DAY = date(2026, 1, 1), timedelta(days=1)
HALF = (START, date(2026, 7, 1))
RATE = Rate("r", "", date(2020, 1, 1), 500_000, 70, needs_contract=False)
NAMES = {"chen": "陈明", "lin": "林芳", "wu": "吴刚", "h-chen": "红花所", "h-lin": "青树所", "h-wu": "红花所"}
HOUSES = {who: f"h-{who}" for who in ("chen", "lin", "wu")}
ALWAYS = (date(2000, 1, 1), date(2100, 1, 1))
yearlies = st.integers(0, 10_000_000)
days = st.integers(0, 800).map(lambda n: START + n * DAY)
permilles = st.integers(0, 2000)


def place(*posts: Held, **more) -> Place:
    return Place(posts, **{"grades": [], "contracts": [ALWAYS], "exists": ALWAYS, **more})


def terms(*rates: Rate, **factors: int) -> Terms:
    known = {
        (who, half): Coefficient(f"f-{who}", one) for who, one in factors.items() for half in ("2026-h1", "2026-h2")
    }
    return Terms(rates or (RATE,), known, HOUSES)


def held(post: str, who: str, first: date = START, until: date = date(2027, 1, 1)) -> Held:
    return Held(f"{post}-{who}-{first}", post, who, first, until)


A, B = held("A", "chen"), held("B", "lin")


@given(yearlies, permilles, st.lists(days, min_size=2, max_size=9))
def test_any_cut_of_days_adds_up_to_the_whole(yearly, permille, cuts):
    cuts = sorted(cuts)
    parts = [worth(yearly, permille, one, other) for one, other in zip(cuts, cuts[1:], strict=False)]

    assert sum(parts) == worth(yearly, permille, cuts[0], cuts[-1])
    assert min(parts) >= 0


@given(yearlies, st.integers(0, 100), st.sampled_from([2023, 2024, 2026]))
def test_a_year_is_worth_what_the_rate_says_and_the_posts_share_all_of_it(yearly, share, year):
    whole = [worth(of_post(yearly, share, post), 1000, date(year, 1, 1), date(year + 1, 1, 1)) for post in "AB"]

    assert sum(whole) == yearly


@given(yearlies, days, st.integers(1, 400))
def test_no_day_is_off_by_a_fen_from_its_share_of_the_year(yearly, first, number):
    exact = yearly * number / 365

    assert abs(worth(yearly, 1000, first, first + number * DAY) - exact) <= 1 + yearly / 365 / 366 * number


histories = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from(["chen", "lin", "wu"]), st.integers(0, 300), st.integers(1, 200)),
    max_size=6,
)


def posts_of(history) -> list[Held]:
    """As the database lets them be: a post has one holder at a time, and nobody holds both."""
    kept: list[Held] = []
    for post, who, first, number in history:
        one = held(post, who, START + first * DAY, START + (first + number) * DAY)
        meets = [other for other in kept if other.first < one.until and one.first < other.until]
        if not any(other.post == post or other.who == who for other in meets):
            kept.append(one)
    return kept


aways = st.dictionaries(
    st.sampled_from(["chen", "lin", "wu"]),
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 60)), max_size=3).map(
        lambda spans: [(START + first * DAY, START + (first + number) * DAY) for first, number in spans]
    ),
)


@given(histories, aways, st.randoms())
def test_every_day_of_both_posts_is_somebody_s_or_nobody_s_once_in_any_order(history, away, dice):
    posts = posts_of(history)
    found = runs(posts, away, *HALF)
    dice.shuffle(posts)

    assert runs(posts, away, *HALF) == found
    for post in "AB":
        mine = [one for one in found if one.post == post]
        assert [one.first for one in mine] == [HALF[0], *(one.until for one in mine[:-1])]
        assert mine[-1].until == HALF[1]
    for one in found:
        if one.held:
            assert one.held.first <= one.first < one.until <= one.held.until
            assert not any(first < one.until and one.first < until for first, until in away.get(one.held.who, ()))


def told_of(posts, away=None, over=None, span=HALF):
    return told(place(*posts), over or terms(), away or {}, *span)


@given(histories, aways, permilles)
def test_what_is_paid_and_what_is_nobody_s_is_what_the_village_has(history, away, permille):
    stands = told_of(posts_of(history), away, terms(chen=permille))
    lines = [line for post in "AB" for line in laid(post, [], stands[post], HALF)]
    base = sum(line.fen for line in lines if line.kind == laying.BASE)
    nobody = sum(would_be(facts_of(line, "村", NAMES, {})) for line in lines if line.kind == laying.UNPAID)

    assert base + nobody == worth(350_000, 1000, *HALF) + worth(150_000, 1000, *HALF)
    assert all(line.fen >= 0 for line in lines if line.kind in (laying.BASE, laying.UNPAID, laying.AGAIN))


def put_down(record: list[Span], lines) -> list[Span]:
    """The ledger after these lines."""
    return on_record([*record, *(_as_line(one) for one in lines if one.turn is not None)])


def _as_line(line) -> Span:
    return Span(line.span.first, line.span.until, line.span.stand, line.span.why, line="x", turn=line.turn)


@given(st.lists(st.tuples(histories, aways, permilles), min_size=1, max_size=4))
def test_however_the_record_changes_the_ledger_ends_at_what_it_says_and_moves_no_more(records):
    ledgers: dict[str, list[Span]] = {"A": [], "B": []}
    paid = 0
    for history, away, permille in records:
        stands = told_of(posts_of(history), away, terms(chen=permille, lin=permille))
        for post in "AB":
            lines = laid(post, ledgers[post], stands[post], HALF)
            paid += sum(line.fen for line in lines)
            ledgers[post] = put_down(ledgers[post], lines)
            assert laid(post, ledgers[post], stands[post], HALF) == []
        assert paid == sum(laying.price(span) for spans in stands.values() for span in spans)


@given(histories, aways, permilles)
def test_a_line_is_made_again_of_its_facts_to_the_same_fen(history, away, permille):
    before, after = told_of([A, B]), told_of(posts_of(history), away, terms(chen=permille))
    for post in "AB":
        lines = laid(post, put_down([], laid(post, [], before[post], HALF)), after[post], HALF)
        for line in [*laid(post, [], after[post], HALF), *lines]:
            facts = facts_of(line, "村", NAMES, {}, "第 7 行")
            assert amount_of(facts) == line.fen
            assert explain(facts)[-1] == f"这一行 {yuan(line.fen)} 元。"


def test_credit_goes_to_b_while_a_is_away_and_a_s_amount_is_not_touched_by_who_it_was():
    away = {"chen": [(date(2026, 5, 31), date(2026, 6, 10))]}
    stands = told_of([A, B], away)
    lines = {(one.post, one.span.first): one for post in "AB" for one in laid(post, [], stands[post], HALF)}

    assert [one.span.stand.who for one in lines.values()] == ["chen", "lin", "chen", "lin"]
    assert lines["A", START].fen == 350_000 * 150 // 365
    assert sum(one.fen for one in lines.values() if one.post == "A") == worth(350_000, 1000, *HALF)
    ((was, now),) = changes(told_of([A, B])["A"], stands["A"], HALF)
    assert (was.stand.who, now.stand.who, now.first, now.until) == ("chen", "lin", *away["chen"][0])


def test_monthly_batches_come_to_the_same_as_a_half_year():
    stands = told_of([A, B])["A"]
    months = [(date(2026, one, 1), date(2026, one + 1, 1)) for one in range(1, 7)]
    record: list[Span] = []
    for month in months:
        record = put_down(record, laid("A", record, stands, month))

    assert sum(laying.price(span) for span in record) == laid("A", [], stands, HALF)[0].fen


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"contracts": []}, "no_contract"),
        ({"contracts": [(START, START + DAY)]}, "no_contract"),
    ],
)
def test_days_without_a_signed_contract_are_nobody_s_where_the_rate_asks_for_one(more, why):
    asks = Rate("r", "", date(2020, 1, 1), 500_000, 70, needs_contract=True)
    found = told(place(A, B, **more), terms(asks), {}, *HALF)["A"]

    assert (found[-1].stand.who, found[-1].why) == ("", why)


def test_a_village_s_class_has_its_own_rate_and_a_later_rate_begins_on_its_day():
    busy = Rate("b", "busy", date(2026, 1, 1), 800_000, 70, needs_contract=False)
    later = Rate("l", "", date(2026, 4, 1), 600_000, 70, needs_contract=False)
    of_all = told(place(A, B), terms(RATE, busy, later), {}, *HALF)["A"]
    of_busy = told(place(A, B, grades=[("busy", ALWAYS)]), terms(RATE, busy, later), {}, *HALF)["A"]

    assert [(one.first, one.stand.yearly) for one in of_all] == [(START, 350_000), (date(2026, 4, 1), 420_000)]
    assert [one.stand.yearly for one in of_busy] == [560_000]


def test_before_any_rate_nothing_is_due_and_the_reason_is_said():
    late = Rate("l", "", date(2026, 3, 1), 500_000, 70, needs_contract=False)
    first, second = told(place(A, B), terms(late), {}, *HALF)["B"]

    assert (first.why, first.until) == ("no_rate", date(2026, 3, 1))
    assert second.stand.who == "lin"


def test_why_this_amount_can_be_done_again_on_paper():
    (line,) = laid("A", [], told_of([A, B])["A"], HALF)
    said = "".join(explain(facts_of(line, "龙山村", NAMES, {"r": "财字〔2026〕1号"})))

    assert "龙山村一年 5,000.00 元（2020年1月1日起，依据：财字〔2026〕1号）" in said
    assert "A岗占 70%，一年 3,500.00 元；B岗占 30%，一年 1,500.00 元" in said
    assert "陈明（红花所）2026年1月1日到2026年6月30日，共 181 天，在A岗" in said
    assert "3,500.00 × 181 ÷ 365 = 1,735.61 元" in said
    assert said.endswith("这一行 1,735.61 元。")
    assert (yuan(-5), yuan(123456789), coefficient(1100)) == ("-0.05", "1,234,567.89", "1.100")
