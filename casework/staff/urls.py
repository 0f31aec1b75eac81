from django.urls import path

from casework.staff import views

urlpatterns = [
    path("casework/staff/", views.staff, name="office_staff"),
    path("casework/staff/engage/", views.engage, name="office_staff_engage"),
    path("casework/staff/<int:mark>/", views.profile, name="office_staff_profile"),
    path("casework/staff/<int:mark>/absence/", views.absence, name="office_staff_absence"),
    path("casework/staff/<int:mark>/back/", views.back, name="office_staff_back"),
    path("casework/staff/<int:mark>/release/", views.release, name="office_staff_release"),
]
