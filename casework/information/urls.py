from django.urls import path

from casework.information import views

urlpatterns = [path("casework/missing-answers/", views.missing, name="missing_answers")]
