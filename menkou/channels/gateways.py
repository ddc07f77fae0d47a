"""短信: what each gateway asks, with the words that were filed. Pure; kinds.py has all kinds."""

from menkou.channels.sheets import Asked, Kind

SIGNED = (
    Asked("sign", "短信签名", "报备好的签名，不用写【】。", r"[^\s【】]{2,20}", "签名 2 到 20 个字，不要写【】。"),
    Asked(
        "template",
        "模板编号",
        "报备好的模板的编号；政务短信平台没有编号的，写 0。",
        r"[A-Za-z0-9_]{1,40}",
        "请照平台上的抄。",
    ),
    Asked(
        "words",
        "模板的话",
        "和报备的一字不差，例如：您有一条新回复，请扫公示牌上的二维码查看。不能写咨询的内容。",
        r"[^{}]{6,60}",
        "模板的话 6 到 60 个字，里面不留空位。",
    ),
    Asked(
        "staff_template",
        "给工作人员的模板编号",
        "提醒顾问、司法所的人另报一个模板；没有就空着，那就不给他们发短信。政务短信平台没有编号的，写 0。",
        r"[A-Za-z0-9_]{1,40}",
        "请照平台上的抄。",
        is_needed=False,
    ),
    Asked(
        "staff_words",
        "给工作人员的模板的话",
        "和报备的一字不差，例如：您有一条新提醒，请登录法律顾问系统查看。不能写咨询的内容。",
        r"[^{}]{6,60}",
        "模板的话 6 到 60 个字，里面不留空位。",
        is_needed=False,
    ),
)

REPORTS = (
    Asked(
        "reports_listed",
        "回执在哪一项里",
        "平台推送的回执是一个列表的，写列表在哪一项，例如 reports；整个就是列表的，空着。",
        r"[A-Za-z0-9_.]{1,60}",
        is_needed=False,
    ),
    Asked(
        "reports_id",
        "回执里哪一项是编号",
        "和上面的回执编号是同一个，例如 msgid；内容里放了 {once} 的，写平台把它放在哪一项。不收回执，这几项都空着。",
        r"[A-Za-z0-9_.]{1,60}",
        is_needed=False,
    ),
    Asked("reports_outcome", "回执里哪一项是结果", "例如 status。", r"[A-Za-z0-9_.]{1,60}", is_needed=False),
    Asked("reports_delivered", "写着什么算送到", "例如 DELIVRD，或者 0。", r"\S{1,40}", is_needed=False),
    Asked(
        "reports_reason",
        "回执里哪一项是没送到的原因",
        "例如 errcode；没有就空着，用结果那一项。",
        r"[A-Za-z0-9_.]{1,60}",
        is_needed=False,
    ),
)

GATEWAYS: dict[str, Kind] = {
    "sms-tencent": Kind(
        "sms",
        "短信（腾讯云）",
        "居民留了手机号、别的办法都送不到时，发一条不带内容的短信；工作人员的提醒最后也走它。",
        "实名的腾讯云账号，签名和模板先报备。",
        Asked("number", "SdkAppId", "短信控制台的“应用列表”，一串数字。", r"\d{6,12}", "SdkAppId 只有数字，请核对。"),
        SIGNED,
        (
            Asked(
                "key_id", "SecretId", "“访问管理”里给短信单独建的密钥。", r"[A-Za-z0-9]{16,64}", "请重新复制 SecretId。"
            ),
            Asked("key_secret", "SecretKey", "和 SecretId 在一起。", r"[A-Za-z0-9]{16,64}", "请重新复制 SecretKey。"),
        ),
        gateway="tencent",
    ),
    "sms-aliyun": Kind(
        "sms",
        "短信（阿里云）",
        "居民留了手机号、别的办法都送不到时，发一条不带内容的短信；工作人员的提醒最后也走它。",
        "实名的阿里云账号，签名和模板先报备。",
        Asked("number", "给它起个编号", "自己起，例如 阿里云短信。", r"\S.{0,39}"),
        SIGNED,
        (
            Asked(
                "key_id",
                "AccessKey ID",
                "RAM 里给短信单独建的用户。",
                r"[A-Za-z0-9]{16,64}",
                "请重新复制 AccessKey ID。",
            ),
            Asked("key_secret", "AccessKey Secret", "只在新建时显示一次。", r"[A-Za-z0-9]{16,64}", "请重新复制。"),
        ),
        gateway="aliyun",
    ),
    "sms-http": Kind(
        "sms",
        "短信（政务短信平台）",
        "居民留了手机号、别的办法都送不到时，发一条不带内容的短信；工作人员的提醒最后也走它。",
        "省、市的政务短信平台，照它给的接口说明填。",
        Asked("number", "给它起个编号", "自己起，例如 省政务短信。", r"\S.{0,39}"),
        (
            Asked(
                "url",
                "接口网址",
                "https 开头；参数写在“?”后面的，可以放 {number}、{words}、{once}。",
                r"https?://\S{4,400}",
            ),
            Asked("outcome", "返回结果里哪一项是结果", "例如 code，或者 result.status。", r"[A-Za-z0-9_.]{1,60}"),
            Asked("success", "写着什么算成功", "例如 0，或者 OK。", r"\S{1,40}"),
            Asked(
                "receipt",
                "回执编号在哪一项",
                "例如 msgid；平台没有就空着，并在内容里放 {once}。",
                r"[A-Za-z0-9_.]{1,60}",
                is_needed=False,
            ),
            *REPORTS,
            *SIGNED,
        ),
        (
            Asked(
                "body",
                "发过去的内容",
                "照说明抄，用户名和密码也写在里面；手机号、短信、编号的位置写 {number}、{words}、{once}。",
                r"[\s\S]{1,2000}",
            ),
        ),
        gateway="http",
    ),
}
