from django.urls import path

from casework.queue import views

urlpatterns = [
    path("casework/", views.queue, name="queue"),
    path("casework/next/", views.next_case, name="queue_next"),
    path("casework/take/<uuid:reference>/", views.take, name="queue_take"),
    path("casework/take-objection/<uuid:reference>/", views.take_objection, name="objection_take"),
    path("casework/take-finding/<uuid:reference>/", views.take_finding, name="finding_take"),
]
