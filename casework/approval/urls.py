from django.urls import path

from casework.approval import views

urlpatterns = [
    path("casework/proposals/<uuid:reference>/", views.proposal, name="proposal"),
    path("casework/proposals/<uuid:reference>/review/", views.review, name="proposal_review"),
]
