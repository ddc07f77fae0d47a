from django.urls import path

from menkou.disclosures import views

urlpatterns = [
    path("", views.front, name="front"),
    path("t/<str:code>/", views.township, name="township"),
    path("v/<str:code>/", views.village, name="village"),
    path("v/<str:code>/wechat.png", views.wechat_code, name="wechat_code"),
    path("v/<str:code>", views.village, name="village_as_printed"),
]
