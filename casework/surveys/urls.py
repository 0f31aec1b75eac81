from django.urls import path

from casework.surveys import views

urlpatterns = [
    path("casework/survey/", views.survey, name="survey"),
    path("casework/surveys/", views.surveys, name="surveys"),
]
