from django.urls import path

from casework.findings import views

urlpatterns = [
    path("casework/findings/<uuid:reference>/", views.finding_case, name="finding_case"),
    path("casework/findings/<uuid:reference>/settle/", views.settle, name="finding_settle"),
]
