from django.urls import path

from casework.measures import views

urlpatterns = [
    path("casework/measures/", views.measures, name="measures"),
    path("casework/measures.csv", views.measures_table, name="measures_table"),
]
