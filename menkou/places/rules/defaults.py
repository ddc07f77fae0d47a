"""What holds in a district until it sets a rule of its own (系统默认值，各地可改). Each with its source."""

from typing import Final

DEFAULTS: Final[dict[str, int]] = {
    # Yanzhou: 95 advisers for 440 villages need 6 and 12 to keep slack in every township (Anhui's standard is 5)
    "most_a_posts": 6,
    "most_posts": 12,
    # a trainee (实习律师) may be an adviser in Shandong (domain.md 1.3), and does not practise alone: B-posts only
    "most_a_posts_of_a_trainee": 0,
    # the most posts of a trainee; 0: as everybody's. No source names a number
    "most_posts_of_a_trainee": 0,
    # what B must be to act for A; 0: nothing is asked. The sources say no more than that B fills in at once (domain.md
    # 1.5), so that both are off until a district says otherwise; what 1 and 2 ask: postings.rules.substitutes
    "b_kinds": 0,
    "b_shares_speciality": 0,
    # 12348 answers messages within 24 h (domain.md 6.4): one working day
    "answer_within_working_days": 1,
    # the holder is reminded so many hours before a deadline, when the list turns it red (a judgement), and at it; so many
    # working days over, the other post takes it or the judicial office is told; then the bureau (experience.md 1.5)
    "hours_before_due_to_urge": 4,
    "working_days_over_to_pass_on": 1,
    "working_days_over_to_tell_bureau": 3,
    # how long the clock of one matter may be stopped in all (停表): a month, beyond which it is not waiting (a judgement)
    "most_days_stopped": 30,
    # whether A and B of a village may act in a matter against its committee, which engages them; 0: they may not
    # (domain.md 1.10; a judgement: the Lawyers Law, article 39, speaks of both sides in one case)
    "posts_act_against_committee": 0,
    # whether an adviser declares before the first answer that nothing ties them to the matter (domain.md 1.10)
    "interest_is_declared": 1,
    # an adviser takes back an answer sent by mistake (experience.md 0, rule 7)
    "take_back_seconds": 10,
    # a consultation that nobody goes on with is closed (house.md 6.5, step 5)
    "quiet_days_before_closing": 7,
    "minutes_of_a_quiet_closing": 10,
    # how old a wrapping key may grow before it is rotated and destroyed, so that what was erased does not live on in
    # backups (decision of this project after PIPL 47; P-23: 30 days)
    "days_of_a_wrapping_key": 30,
    # 特别查阅: open for so many minutes from the first reading, which has to come within so many hours (security.md R6)
    "minutes_of_an_inspection": 30,
    "hours_to_begin_an_inspection": 24,
    # how long after closing what was said is kept (security.md 5.4: a default that each district decides on)
    "years_of_content": 3,
    # how long after closing a resident may still rate (house.md 6.5, step 4)
    "days_to_rate": 30,
    # how long a link into a matter that was taken in from a group may wait for its asker: a week's market days
    # (a judgement)
    "days_to_claim": 7,
    # 到村: how long the village may say in its link whether an adviser came: two market weeks (a judgement)
    "days_to_confirm_a_visit": 14,
    # how far ahead a meeting may be proposed, and how long before it whoever holds the matter is reminded (judgements)
    "days_to_meet": 60,
    "hours_to_remind": 24,
    # voice: two-minute clips, as many as wanted, of which five go at once; nine pages of paper (experience.md R2, R3)
    "clip_seconds": 120,
    "clips_in_a_message": 5,
    "pages_in_a_message": 9,
    # a request of a weak phone is at most 300 KB (experience.md 4.2); two minutes at Safari's 128 kbit/s are 1.9 MB
    "most_kb_of_a_piece": 300,
    "most_kb_of_a_clip": 3000,
    "most_kb_of_a_page": 600,
    # 念告知书: some four hundred characters at a slow three a second are over two minutes; five, and what a phone's
    # recorder makes of them at 128 kbit/s (4.8 MB), leave room (judgements)
    "seconds_of_a_spoken_notice": 300,
    "most_kb_of_a_spoken_notice": 6000,
    # what was begun and not sent, and how many of them in an hour before the phone has to wait (judgements)
    "hours_a_draft_is_kept": 24,
    # what an adviser wrote and did not send, on the server and on the phone: a week of visits (a judgement)
    "days_an_answer_draft_is_kept": 7,
    # how far back the page of a village's group goes: as far as a group scrolls (a judgement)
    "days_a_group_sees": 90,
    # 群主的事: something for the group each week, and each month a case that the adviser handled (domain.md 4.1, 淮安);
    # a group whose register nobody has looked at for so many days is to be looked at: once a month (domain.md 4.2)
    "group_publicity_a_week": 1,
    "group_cases_a_month": 1,
    "days_to_look_at_a_group": 31,
    # 企业群发: how many a group may get in a month. The platform's page says as many as the month has days, older papers
    # say 4 (domain.md 4.2, peers.md 6): the strictest, until a district sets its own
    "mass_sends_to_a_group_a_month": 4,
    # a screenshot that shows a push in its group, which may show more of the group: a quarter (a judgement)
    "days_a_screenshot_is_kept": 90,
    "messages_of_a_device_an_hour": 12,
    # 短信 about one matter in 24 hours, so that a talk does not fill somebody's phone: the gateways' own limits per number
    # are wider (docs/channels/sms.md; a judgement)
    "texts_of_a_matter_a_day": 2,
    # 提醒 of staff: no text from this hour of the evening until that of the morning (24 and 0: at any hour), and how often
    # somebody may try their own ways in an hour (judgements)
    "hour_texts_to_staff_begin": 7,
    "hour_texts_to_staff_end": 22,
    "reminder_trials_an_hour": 6,
    # how long after it ended a resident may open a matter again: questions go out four weeks after an answer elsewhere
    # (peers.md 2.4), and a month is as long as the rating stays open
    "days_to_reopen": 30,
    # 转介: the holder is reminded so many working days after sending somebody to another body of which nobody has said that
    # it took them on; a hotline's work order that gives help is answered within 5 (domain.md 6.4, S114)
    "working_days_to_ask_for_receipt": 5,
    # 会诊: for so many working days a colleague may read a matter after its asker agreed (a judgement)
    "working_days_of_an_opinion": 3,
    # 评查副本: what an asker lets the bureau review is kept so many days, a half-year of assessment (a judgement)
    "days_a_review_copy_is_kept": 180,
    # 回访: asked what became of it so many days after the end, each open for so many days; and how many of the three a
    # kind of matter gets: all where land, a home, a family or a wage hangs on it (judgements)
    "days_to_first_revisit": 7,
    "days_to_second_revisit": 30,
    "days_to_third_revisit": 90,
    "days_a_revisit_stays_open": 14,
    "revisits_neighbours": 2,
    "revisits_land": 3,
    "revisits_family": 3,
    "revisits_compensation": 2,
    "revisits_expropriation": 3,
    "revisits_homestead": 3,
    "revisits_contract": 2,
    "revisits_village_affairs": 2,
    "revisits_traffic": 2,
    "revisits_labour": 3,
    "revisits_medical": 2,
    "revisits_environment": 2,
    "revisits_other": 1,
    # 投诉: a holding reply within one working day and an answer within fifteen, as the nearest system known to us counts
    # (peers.md 2.3, L4); the handler is reminded some days before, and whoever complained may say so long how it went
    # (judgements)
    "working_days_to_acknowledge_a_complaint": 1,
    "working_days_to_answer_a_complaint": 15,
    "days_before_due_to_urge_a_complaint": 3,
    "days_to_judge_a_complaint": 15,
    # 12345工单: accepted within one working day, help given within five (domain.md 6.4, S114: the days of one county's 12345);
    # whoever deals with one has three of these (a judgement). A deadline that 12345 names goes before the last; a working
    # day before each that is to come, whoever it is with is reminded (a judgement)
    "working_days_to_accept_an_order": 1,
    "working_days_to_handle_an_order": 3,
    "working_days_to_answer_an_order": 5,
    "days_before_due_to_urge_an_order": 1,
    # 请看一看: from how many entries of one adviser on, and how many of a hundred, something in a log is worth a question:
    # put down in the last days of a period or later, put down long after, nearly the same words, one village of several;
    # and how soon somebody can be in another village, on country roads (judgements; nothing follows from a hint)
    "hint_fewest_entries": 10,
    "hint_last_days": 3,
    "hint_heaped_percent": 60,
    "hint_late_days": 30,
    "hint_late_percent": 50,
    "hint_alike_percent": 85,
    "hint_fewest_alike": 3,
    "hint_camped_percent": 80,
    "hint_fewest_villages": 3,
    "hint_soonest_minutes": 5,
    "hint_km_an_hour": 80,
    # 考核: working days to reply to a result and ask for a review, and of the publicity; no source has either (domain.md
    # 2.4: figures are sent back to the lawyer; 5 days are a habit of 公示; judgements)
    "working_days_to_answer_an_assessment": 5,
    "working_days_of_publicity": 5,
    # of a month, a quarter, of how many of a hundred days somebody has to have held a village's A post, and been there, to
    # be asked what it asks for: more than half (a judgement)
    "percent_of_a_span_to_be_asked": 50,
    # 测评: how many households of a village are asked (domain.md 2.4: at least 20 forms a village)
    "households_of_a_survey": 20,
    # 结果运用: working days to answer before anything is decided; days to carry out a replacement or a rectification; how
    # long a criticism notice stands (judgements)
    "working_days_to_answer_a_finding": 5,
    "days_to_replace": 15,
    "days_to_rectify": 30,
    "days_of_a_criticism_notice": 180,
    # 由规则立的: at so many missed duties (missed_duties_before_ending) 0 nothing, 1 a rectification, 2 a replacement, 3
    # both; and 1 where a complaint that was found true opens a rectification. A person takes each step (judgements)
    "missed_duties_open_a_case": 2,
    "complaints_upheld_open_a_case": 1,
    # 村里的事: told so many days before, an adviser has a working day to read the papers (a judgement)
    "days_to_tell_of_an_occasion": 2,
    # days before a contract ends when nothing follows it: renewal is prepared, urged, and nearly too late
    "contract_first_notice_days": 60,
    "contract_second_notice_days": 30,
    "contract_last_notice_days": 7,
    # days before a licence ends with none behind it when the repair is prepared: a plan is drawn up, approved by a second
    # person and told to the village in a fortnight (a judgement)
    "licence_notice_days": 14,
    # how far ahead posts that will be empty are listed: as the first notice of a contract's end
    "gaps_ahead_days": 60,
    # duties missed under one contract, nobody sent instead: then it may be ended (domain.md 1.7, a county's real rule)
    "missed_duties_before_ending": 3,
    # an import may be taken back this long: a month, in which an office sees what it has brought in (a judgement)
    "days_to_undo_an_import": 30,
    # how long a board may hang without anybody looking at it: a visit each month sees it twice (a judgement)
    "board_check_days": 60,
    # how far back an adviser may put down what was done, and an office what stands on paper: a quarter, which is when
    # it is looked at, and a year (judgements)
    "entry_days_back": 92,
    "paper_days_back": 366,
    # 抽查: how many of a hundred entries of a period are looked at again, how many of each adviser's at least where there
    # are so many, and how many days an adviser has to say something where one does not agree (judgements)
    "sample_percent": 10,
    "sample_per_adviser": 2,
    "days_to_reply_to_a_check": 7,
    # below this many, no list that could point at a person is opened (decision 25)
    "fewest_in_a_list": 5,
    # 苗头: whole weeks that are held against how many before them, a year where there is one, so that each season is in
    # it, and a quarter at the least; a matter has its category when it is closed, a day and a quiet week after it was
    # asked (house.md 6.5), hence two weeks to settle; half as many again, and of a hundred rises shown at most so many
    # by chance; never of one village; and how many weeks are shown before and after a warning (judgements)
    "rising_weeks": 4,
    "rising_past_weeks": 52,
    "rising_fewest_past_weeks": 13,
    "rising_days_to_settle": 14,
    "rising_percent": 150,
    "rising_false_percent": 5,
    "rising_fewest_villages": 2,
    "weeks_beside_a_warning": 8,
    # how many people of the place a typical case could mean at least, else it is told less exactly (peers.md 4, 17; as
    # many as above, a judgement)
    "fewest_who_could_be_meant": 5,
    # the most institutions in a township, and townships of an institution; 0: as many as it takes. Yanzhou's plan has
    # up to 4 and 3: two lead (domain.md 1.5), the others help in the largest townships
    "most_institutions_in_a_township": 6,
    "most_townships_of_an_institution": 4,
    # whoever is away for longer than this in a plan's term holds no post in it: in a quarter a lecture is due
    # (domain.md 1.2), and nobody stands in for a whole one
    "most_days_away": 90,
    # what a village asks for in hours a year: Shandong's 8 hours a month for each (domain.md 1.2), half an hour for a
    # consultation (a judgement), an hour for so many residents, who may yet ask (a judgement)
    "hours_a_year_of_a_village": 96,
    "minutes_of_a_consultation": 30,
    "residents_to_an_hour": 100,
    # what the planner weighs, in points; a point is a hundred metres of road (rules.district.Weights)
    "weight_per_km": 10,
    "weight_b_share": 30,  # of a hundred
    "weight_pairing": 400,
    "weight_fit": 100,
    "weight_same_house": 1000,
    "weight_unfair": 300,
    "weight_change_a": 150,
    "weight_change_b": 50,
    "weight_unskilled": 100,
    "weight_wish": 200,
}

# whom to call at once; those of nationwide services: 110 and 120; 12338 women's federations; 12355 youth; 12356 people in
# despair (from 1 May 2025); 12333 labour; 12348 legal aid. A district may have a number of its own that is nearer
TELEPHONES: Final[dict[str, str]] = {
    "phone_of_police": "110",
    "phone_of_ambulance": "120",
    "phone_of_womens_federation": "12338",
    "phone_of_youth": "12355",
    "phone_in_despair": "12356",
    "phone_of_labour_inspection": "12333",
    "phone_of_legal_aid": "12348",
}
REVISITS: Final = frozenset(key for key in DEFAULTS if key.startswith("revisits_"))
CHOICES: Final = {
    "b_kinds": 2,
    "b_shares_speciality": 2,
    **dict.fromkeys(REVISITS, 3),
    "posts_act_against_committee": 1,
    "interest_is_declared": 1,
    "missed_duties_open_a_case": 3,
    "complaints_upheld_open_a_case": 1,
}  # rules that name a choice: the last there is
LARGEST: Final = 100_000  # of any rule: beyond is a slip of the pen
# rules that may be nothing: limits that then do not hold, and weights that then count nothing
MAY_BE_ZERO: Final = frozenset(key for key in DEFAULTS if key.startswith("weight_")) | {
    "most_a_posts_of_a_trainee",
    "most_posts_of_a_trainee",
    *CHOICES,
    "most_institutions_in_a_township",
    "most_townships_of_an_institution",
    "most_days_away",
    "hours_a_year_of_a_village",
    "minutes_of_a_consultation",
    "hour_texts_to_staff_begin",
    "group_publicity_a_week",
    "group_cases_a_month",
}
