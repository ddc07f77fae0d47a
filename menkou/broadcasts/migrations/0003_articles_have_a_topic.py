from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0002_typical_cases")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="category",
            field=models.CharField(
                blank=True,
                choices=[
                    ("neighbours", "邻里纠纷"),
                    ("land", "山林土地承包"),
                    ("family", "婚姻家庭继承"),
                    ("compensation", "损害赔偿"),
                    ("expropriation", "征地拆迁"),
                    ("homestead", "房屋宅基地"),
                    ("contract", "合同"),
                    ("village_affairs", "村务管理"),
                    ("traffic", "交通事故"),
                    ("labour", "劳动争议"),
                    ("medical", "医疗纠纷"),
                    ("environment", "环境保护"),
                    ("other", "其他"),
                ],
                db_default="",
                default="",
                max_length=24,
                verbose_name="跟哪类事有关",
            ),
        ),
    ]
