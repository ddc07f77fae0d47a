"""What is typed in about a way, and what a browser says about itself."""

from typing import Any

from django import forms

from menkou.channels import webpush
from menkou.channels.addresses import NotAllowed, Permits
from menkou.channels.sms.texts import MOBILE

NO_BROWSER = "这个浏览器没有给出能用的地址，添不上。请换一个浏览器，或者用别的办法。"


class WecomForm(forms.Form):
    to = forms.RegexField(
        r"\A[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}\Z",
        label="您在企业微信里的账号",
        help_text="是通讯录里的账号（UserID），例如 zhangsan，不是姓名，也不是手机号。不知道的，请问本单位企业微信的管理员。",
        error_messages={
            "required": "请填您的账号。",
            "invalid": "账号由字母或数字开头，只有字母、数字和 - _ . @，只填自己一个人的。",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def leads(self) -> dict[str, str]:
        return {"to": self.cleaned_data["to"]}


class PhoneForm(forms.Form):
    to = forms.RegexField(
        rf"\A{MOBILE.pattern}\Z",
        label="您的手机号",
        help_text="填自己的手机号。晚上不发，攒到早上；按条计费，所以排在最后。",
        error_messages={"required": "请填手机号。", "invalid": "手机号是 11 位数字，请核对。"},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def leads(self) -> dict[str, str]:
        return {"to": self.cleaned_data["to"]}


class BrowserForm(forms.Form):
    """What reminders.js fills in, once the browser said yes; nobody types it."""

    endpoint = forms.CharField(widget=forms.HiddenInput, max_length=2048, required=False)
    p256dh = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    auth = forms.CharField(widget=forms.HiddenInput, max_length=100, required=False)

    def __init__(self, *args: Any, permits: Permits, **more: Any) -> None:
        super().__init__(*args, **more)
        self.permits = permits

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        keys = {name: said.get(name, "") for name in ("p256dh", "auth")}
        try:
            webpush.parse({"endpoint": said.get("endpoint", ""), "keys": keys}, self.permits)
        except (webpush.Unusable, NotAllowed):
            raise forms.ValidationError(NO_BROWSER) from None
        return said

    def leads(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("endpoint", "p256dh", "auth")}
