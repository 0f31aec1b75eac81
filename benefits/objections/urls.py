from django.urls import path

from benefits.objections import views

urlpatterns = [
    path("me/decisions/<uuid:reference>/object/", views.object_to_it, name="decision_object"),
    path("me/objections/<uuid:reference>/", views.objection, name="objection"),
]
