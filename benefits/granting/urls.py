from django.urls import path

from benefits.granting import views

urlpatterns = [path("granting/", views.granting, name="granting")]
