from django.urls import path

from casework.training import views

urlpatterns = [
    path("casework/training/", views.training, name="training"),
    path("casework/training/begin/<slug:exercise>/", views.begin, name="training_begin"),
    path("casework/training/<uuid:reference>/check/", views.check, name="training_check"),
    path("casework/training/<uuid:reference>/result/", views.result, name="training_result"),
    path("casework/training/<uuid:reference>/at/<path:at>", views.page, name="training_page"),
]
