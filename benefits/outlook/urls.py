from django.urls import path

from benefits.outlook import views

urlpatterns = [
    path("me/entitled/", views.entitled, name="entitled"),
    path("me/what-if/", views.what_if, name="what_if"),
    path("me/what-if/keep/", views.keep_trial, name="keep_trial"),
    path("me/what-if/<uuid:reference>/forget/", views.forget_trial, name="forget_trial"),
]
