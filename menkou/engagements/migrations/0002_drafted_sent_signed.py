from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A contract is drafted, sent and signed, has one of three first parties, and ends early for a reason of a kind."""

    dependencies = [("engagements", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="first_party",
            field=models.CharField(
                choices=[
                    ("committee", "村（居）民委员会"),
                    ("township", "镇街（购买服务）"),
                    ("district", "区司法局（购买服务）"),
                ],
                default="committee",
                max_length=10,
                verbose_name="甲方",
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="stage",
            field=models.CharField(
                choices=[("draft", "拟稿"), ("sent", "已送签"), ("signed", "已签")],
                default="signed",
                max_length=8,
                verbose_name="走到哪一步",
            ),
        ),
        migrations.AddField(
            model_name="contract", name="sent_on", field=models.DateField(null=True, verbose_name="送签日期")
        ),
        migrations.AddField(
            model_name="contract", name="signed_on", field=models.DateField(null=True, verbose_name="签订日期")
        ),
        migrations.AddField(
            model_name="contract",
            name="end_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("trigger", "多次缺席，又没派人替"),
                    ("agreement", "双方协商一致"),
                    ("leaves", "机构退出、注销或者停业"),
                    ("merged", "村（社区）撤并"),
                    ("other", "其他"),
                ],
                max_length=10,
                verbose_name="提前终止的缘由",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                name="only_a_signed_contract_ends_early",
                condition=Q(ended_at=None, end_kind="") | Q(ended_at__isnull=False, stage="signed"),
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                name="a_contract_s_days_say_its_stage",
                condition=Q(stage="draft", sent_on=None, signed_on=None)
                | Q(stage="sent", sent_on__isnull=False, signed_on=None)
                | Q(stage="signed"),
            ),
        ),
    ]
