from django.db import migrations, models

KINDS = [
    ("consultation", "解答咨询"),
    ("drafting", "代写文书"),
    ("mediation", "参与调解"),
    ("contract_review", "审查合同"),
    ("village_rules", "审查村规民约"),
    ("legal_opinion", "出具法律意见"),
    ("meeting", "列席会议"),
    ("lecture", "法治讲座"),
    ("publicity", "普法宣传"),
    ("materials", "发放资料"),
    ("case_push", "以案释法推送"),
    ("training", "培训法律明白人"),
    ("election", "选举指导"),
    ("legal_aid", "法律援助引导"),
    ("petition", "参与信访接待"),
    ("screening", "矛盾纠纷排查"),
    ("checkup", "法律体检"),
    ("duty", "值班"),
    ("other", "其他"),
]


class Migration(migrations.Migration):
    """Every kind of work there is, with what it counts; a page of paper is typed in once."""

    dependencies = [("worklogs", "0002_find_what_was_sent_back")]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20, verbose_name="事项"),
        ),
        migrations.AddField(
            model_name="entry",
            name="people",
            field=models.PositiveIntegerField(null=True, verbose_name="服务人次"),
        ),
        migrations.AddField(
            model_name="entry",
            name="items",
            field=models.PositiveIntegerField(null=True, verbose_name="份数"),
        ),
        migrations.AddField(
            model_name="entry",
            name="paper_number",
            field=models.CharField(blank=True, db_default="", default="", max_length=30, verbose_name="日志纸页编号"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("people", None), ("people__range", (1, 10000)), _connector="OR"),
                name="an_entry_serves_some_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("items", None), ("items__range", (1, 100000)), _connector="OR"),
                name="an_entry_counts_a_few_items",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                models.F("district"),
                models.F("paper_number"),
                condition=models.Q(("corrects", None), models.Q(("paper_number", ""), _negated=True)),
                name="a_paper_page_is_typed_in_once",
            ),
        ),
    ]
