from django.urls import path

from casework.objections import views

urlpatterns = [
    path("casework/objections/<uuid:reference>/", views.objection_case, name="objection_case"),
    path("casework/objections/<uuid:reference>/answer/", views.answer, name="objection_answer"),
]
