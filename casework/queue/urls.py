from django.urls import path

from casework.queue import views

urlpatterns = [
    path("casework/", views.queue, name="queue"),
    path("casework/next/", views.next_case, name="queue_next"),
    path("casework/take/<uuid:reference>/", views.take, name="queue_take"),
]
