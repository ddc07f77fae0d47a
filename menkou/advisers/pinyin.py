"""Names in the order of their sounds (按拼音), sorted by the database, whichever PostgreSQL it is.

The PostgreSQL that comes along is built without ICU, so that there is no Chinese collation to ask for. The national
character set GB 18030 has its 3,755 common characters in the order of their sounds already; a rarer one is sorted as a
common one that sounds the same, and a surname that is read in a way of its own as it is read.
"""

from django.db.models import BinaryField, Func

RARE = {  # surnames, then characters of given names, that stand after the common ones in the set
    **dict(zip("褚窦奚酆岑滕邬臧闵昝裘缪贲嵇荀芮羿邴隗宓", "楚豆西丰层藤乌脏敏攒求妙奔机寻锐义丙伟密", strict=True)),
    **dict(zip("郗栾钭郜邰蔺莘逄郦璩濮扈郏晏瞿庾暨阙殳夔", "西峦偷告台吝申旁力渠蒲户夹燕渠羽计缺书葵", strict=True)),
    **dict(zip("厍晁訾阚乜竺逯闫亓邸佟佘覃冼仝綦仉禚隽", "社潮资看聂竹陆严奇底同舌谈险同奇掌卓卷", strict=True)),
    **dict(
        zip("婷琪鑫昊妍媛璐雯晖皓钰睿淼煜熠梓玥珺琦晗璇", "停奇新浩颜元路文辉浩玉瑞秒玉义紫月俊奇含玄", strict=True)
    ),
}
SURNAMES = {"单": "善", "解": "谢", "仇": "求", "查": "渣", "区": "欧", "朴": "漂", "盖": "葛", "员": "运", "乐": "月"}


def _translated(text: str, table: dict[str, str]) -> str:
    return f"translate({text}, '{''.join(table)}', '{''.join(table.values())}')"


class ByPinyin(Func):
    """What to order by: order_by(ByPinyin("adviser__name"))."""

    first = _translated("left(%(expressions)s, 1)", RARE | SURNAMES)
    template = f"convert_to({first} || {_translated('substr(%(expressions)s, 2)', RARE)}, 'GB18030')"
    arity = 1
    output_field = BinaryField()
