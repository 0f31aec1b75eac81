from django.urls import path

from casework.ratings import views

urlpatterns = [
    path("me/rating/contact/<uuid:reference>/", views.rate_contact, name="rate_contact"),
    path("me/rating/decision/<uuid:reference>/", views.rate_decision, name="rate_decision"),
    path("casework/ratings/", views.ratings, name="ratings"),
]
