from django.urls import path

from benefits.recovery import views

urlpatterns = [path("me/payments/back/<slug:scheme>/", views.recovery, name="recovery")]
