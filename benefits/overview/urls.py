from django.urls import path

from benefits.overview import views

urlpatterns = [path("me/rights/", views.overview, name="rights")]
