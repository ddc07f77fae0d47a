"""What holds in a district until it sets a rule of its own (系统默认值，各地可改). Each with its source."""

from typing import Final

DEFAULTS: Final[dict[str, int]] = {
    # Yanzhou: 95 advisers for 440 villages need 6 and 12 to keep slack in every township (Anhui's standard is 5)
    "most_a_posts": 6,
    "most_posts": 12,
    # a trainee (实习律师) may be an adviser in Shandong (domain.md 1.3), and does not practise alone: B-posts only
    "most_a_posts_of_a_trainee": 0,
    # 12348 answers messages within 24 h (domain.md 6.4): one working day
    "answer_within_working_days": 1,
    # an adviser takes back an answer sent by mistake (experience.md 0, rule 7)
    "take_back_seconds": 10,
    # a consultation that nobody goes on with is closed (house.md 6.5, step 5)
    "quiet_days_before_closing": 7,
    "minutes_of_a_quiet_closing": 10,
    # how long after closing a resident may still rate (house.md 6.5, step 4)
    "days_to_rate": 30,
    # days before a contract ends when nothing follows it: renewal is prepared, urged, and nearly too late
    "contract_first_notice_days": 60,
    "contract_second_notice_days": 30,
    "contract_last_notice_days": 7,
    # duties missed under one contract, nobody sent instead: then it may be ended (domain.md 1.7, a county's real rule)
    "missed_duties_before_ending": 3,
    # below this many, no list that could point at a person is opened (decision 25)
    "fewest_in_a_list": 5,
}
