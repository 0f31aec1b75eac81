from django.urls import path

from benefits.decisions import views

urlpatterns = [path("me/decisions/<uuid:reference>/", views.answer, name="decision")]
