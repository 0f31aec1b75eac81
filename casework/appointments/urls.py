from django.urls import path

from casework.appointments import opening_views, views

urlpatterns = [
    path("me/appointments/", views.appointments, name="appointments"),
    path("me/appointments/new/", views.book, name="appointment_book"),
    path("me/appointments/<uuid:reference>/move/", views.move, name="appointment_move"),
    path("me/appointments/<uuid:reference>/cancel/", views.cancel, name="appointment_cancel"),
    path("casework/appointments/", views.office_day, name="office_day"),
    path("casework/appointments/<uuid:reference>/close/", views.close, name="appointment_close"),
    path("casework/hours/", opening_views.office_hours, name="office_hours"),
    path("casework/hours/new/", opening_views.office_hours_new, name="office_hours_new"),
    path(
        "casework/hours/<int:opening>/change/",
        opening_views.office_hours_change,
        name="office_hours_change",
    ),
    path(
        "casework/hours/<int:opening>/end/",
        opening_views.office_hours_end,
        name="office_hours_end",
    ),
]
