"""The signatures of the vendors against the examples that they publish, read independently of any client."""

from simulator.sms.signatures import aliyun, aliyun_rpc, digest, tencent

LIST = b'{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'


def test_tencents_published_example():
    """cloud.tencent.com/document/api/213/30654 (DescribeInstances); the asterisks are its own."""
    headers = {"content-type": "application/json; charset=utf-8", "host": "cvm.tencentcloudapi.com"}
    signed = tencent("Gu5t9xGARNpq86cd98joQYCN3*******", "cvm", 1551113065, headers, ["content-type", "host"], LIST)
    assert digest(LIST) == "35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064"
    assert signed == "2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c"


def test_tencents_example_of_the_international_pages():
    """The same request with the key that those pages print."""
    headers = {"content-type": "application/json; charset=utf-8", "host": "cvm.tencentcloudapi.com"}
    signed = tencent("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", "cvm", 1551113065, headers, ["content-type", "host"], LIST)
    assert signed == "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"


def test_aliyuns_published_example():
    """help.aliyun.com, V3版本请求体&签名机制: RunInstances with fixed values."""
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": digest(b""),
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    query = {"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai"}
    signed = aliyun("YourAccessKeySecret", "POST", query, headers, sorted(headers))
    assert signed == "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"


def test_aliyuns_published_example_of_the_older_style():
    """help.aliyun.com, RPC 签名机制: DescribeRegions."""
    parameters = {
        "AccessKeyId": "testid",
        "Action": "DescribeRegions",
        "Format": "XML",
        "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
        "SignatureVersion": "1.0",
        "Timestamp": "2016-02-23T12:46:24Z",
        "Version": "2014-05-26",
    }
    assert aliyun_rpc("testsecret", "GET", parameters) == "OLeaidS1JvxuMvnyHOwuJ+uX5qY="


def test_aliyuns_published_text_message():
    """help.aliyun.com, 短信服务 HTTP协议及签名: SendSms with a Chinese sign name."""
    parameters = {
        "AccessKeyId": "testId",
        "Action": "SendSms",
        "Format": "XML",
        "OutId": "123",
        "PhoneNumbers": "15300000001",
        "RegionId": "cn-hangzhou",
        "SignName": "阿里云短信测试专用",
        "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": "45e25e9b-0a6f-4070-8c85-2956eda1b466",
        "SignatureVersion": "1.0",
        "TemplateCode": "SMS_71390007",
        "TemplateParam": '{"customer":"test"}',
        "Timestamp": "2017-07-12T02:42:19Z",
        "Version": "2017-05-25",
    }
    assert aliyun_rpc("testSecret", "GET", parameters) == "zJDF+Lrzhj/ThnlvIToysFRq6t4="
