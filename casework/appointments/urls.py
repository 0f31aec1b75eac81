from django.urls import path

from casework.appointments import views

urlpatterns = [
    path("me/appointments/", views.appointments, name="appointments"),
    path("me/appointments/new/", views.book, name="appointment_book"),
    path("me/appointments/<uuid:reference>/move/", views.move, name="appointment_move"),
    path("me/appointments/<uuid:reference>/cancel/", views.cancel, name="appointment_cancel"),
    path("casework/appointments/", views.office_day, name="office_day"),
    path("casework/appointments/<uuid:reference>/close/", views.close, name="appointment_close"),
]
