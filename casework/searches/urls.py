from django.urls import path

from casework.searches import views

urlpatterns = [
    path("casework/searches/", views.searches, name="searches"),
    path("casework/searches/save/", views.save, name="search_save"),
    path("casework/searches/end/", views.end, name="searches_end"),
    path("casework/searches/<uuid:reference>/remove/", views.remove, name="search_remove"),
]
