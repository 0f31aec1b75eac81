from django.urls import path

from casework.glass import views

urlpatterns = [
    path("casework/openings/", views.openings, name="openings"),
    path("casework/openings/<uuid:reference>/", views.opening, name="opening"),
]
