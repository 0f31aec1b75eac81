from django.urls import path

from declarations.statuses import views

urlpatterns = [
    path("institution/", views.reports, name="reports"),
    path("institution/report/", views.report, name="report"),
    path("institution/reports/<uuid:ticket>/", views.status_report, name="status_report"),
]
