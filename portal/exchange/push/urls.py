from django.urls import path

from portal.exchange.push import views

urlpatterns = [path("subscriptions/", views.pushes, name="pushes")]
