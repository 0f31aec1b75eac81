from django.urls import path

from declarations.career import views

urlpatterns = [path("me/career/", views.career, name="career")]
