from django.urls import path

from casework.takeup import views

urlpatterns = [
    path("casework/unclaimed/", views.unclaimed, name="unclaimed"),
    path("casework/unclaimed/write/", views.write, name="unclaimed_write"),
    path("casework/unclaimed/letters/", views.take_up, name="take_up"),
    path("casework/unclaimed/letters.csv", views.take_up_table, name="take_up_table"),
]
