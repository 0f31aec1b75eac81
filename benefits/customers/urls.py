from django.urls import path

from benefits.customers import views

urlpatterns = [
    path("institution/customers/", views.customer_files, name="customer_files"),
    path("institution/customers/<uuid:ticket>/", views.customer_file, name="customer_file"),
    path(
        "institution/customers/<uuid:ticket>/answer/", views.customer_answer, name="customer_answer"
    ),
]
