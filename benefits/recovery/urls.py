from django.urls import path

from benefits.recovery import views

urlpatterns = [
    path("me/payments/back/<slug:scheme>/", views.recovery, name="recovery"),
    path("me/payments/back/<slug:scheme>/ask/", views.recovery_ask, name="recovery_ask"),
]
