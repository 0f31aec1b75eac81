from django.urls import path

from benefits.outlook import views

urlpatterns = [
    path("me/entitled/", views.entitled, name="entitled"),
    path("me/what-if/", views.what_if, name="what_if"),
]
