from django.urls import path

from casework.entering import views

urlpatterns = [
    path("casework/persons/<uuid:reference>/apply/", views.person_apply, name="person_apply"),
    path("casework/entering/<uuid:reference>/", views.entering_send, name="entering_send"),
    path(
        "casework/entering/<uuid:reference>/<slug:step>/",
        views.entering_step,
        name="entering_step",
    ),
]
