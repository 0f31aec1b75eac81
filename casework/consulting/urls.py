from django.urls import path

from casework.consulting import views

urlpatterns = [
    path("casework/cases/<uuid:reference>/network/", views.consult_network, name="case_consult"),
]
