from django.urls import path

from declarations.files import views

urlpatterns = [
    path("company/file/", views.company_file, name="company_file"),
    path("office/file/", views.office_file, name="office_file"),
    path("files/<uuid:ticket>/", views.sending, name="sending"),
    path("files/<uuid:ticket>/acrf.xml", views.sending_receipt, name="sending_receipt"),
    path("messages/<uuid:ticket>/acrf.xml", views.message_receipt, name="message_receipt"),
    path("messages/<uuid:ticket>/notification.xml", views.message_results, name="message_results"),
    path("check-file/", views.check, name="check_file"),
]
