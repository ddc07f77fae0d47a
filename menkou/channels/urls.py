from django.urls import path

from menkou.channels.views import account, accounts, consent, login

app_name = "channels"
urlpatterns = [
    path("", accounts.channels, name="channels"),
    path("add/<slug:shape>", accounts.add, name="add"),
    path("<uuid:pk>/", account.account, name="account"),
    path("<uuid:pk>/facts", account.amend, name="amend"),
    path("<uuid:pk>/keys", account.set_keys, name="set_keys"),
    path("<uuid:pk>/keys/make", account.make_keys, name="make_keys"),
    path("<uuid:pk>/turn", account.turn, name="turn"),
    path("<uuid:pk>/remove", account.remove, name="remove"),
    path("<uuid:pk>/check", account.check, name="check"),
    path("<uuid:pk>/contact", account.ask_contact, name="contact"),
    path("<uuid:pk>/try", account.try_out, name="try"),
    path("<uuid:pk>/trials/<slug:form>", account.trial, name="trial"),
    path("<uuid:pk>/enter", login.enter, name="enter"),
    path("<uuid:pk>/back", login.back, name="back"),
    path("<uuid:pk>/opening/<uuid:login>", login.opening, name="opening"),
    path("<uuid:pk>/remind", consent.remind, name="remind"),
    path("<uuid:pk>/agreed", consent.agreed, name="agreed"),
    path("<uuid:pk>/consents/<uuid:consent>", consent.consent, name="consent"),
]
