from django.urls import path

from casework.persons import views

urlpatterns = [
    path("casework/persons/", views.find, name="find_person"),
    path("casework/persons/<uuid:reference>/", views.person_file, name="person_file"),
    path("casework/persons/<uuid:reference>/open/", views.break_in, name="break_in"),
]
