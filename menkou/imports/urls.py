from django.urls import path

from menkou.imports.orders import views as orders
from menkou.imports.views import choosing, deciding, reading

app_name = "imports"
urlpatterns = [
    path("", reading.imports, name="imports"),
    path("template", reading.blank, name="template"),
    path("orders", orders.orders, name="orders"),
    path("orders/template", orders.blank, name="orders_template"),
    path("orders/enter", orders.enter, name="orders_enter"),
    path("orders/undo", orders.undo, name="orders_undo"),
    path("<uuid:pk>/", reading.one, name="import"),
    path("<uuid:pk>/marked", reading.marked, name="marked"),
    path("<uuid:pk>/columns/<int:place>", choosing.columns, name="columns"),
    path("<uuid:pk>/answers", choosing.answers, name="answers"),
    path("<uuid:pk>/apply", deciding.apply, name="apply"),
    path("<uuid:pk>/cancel", deciding.cancel, name="cancel"),
    path("<uuid:pk>/undo", deciding.undo, name="undo"),
]
