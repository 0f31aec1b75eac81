from django.urls import path

from benefits.payments import views

urlpatterns = [
    path("me/payments/", views.payments, name="payments"),
    path("me/payments/account/", views.account, name="pay_account"),
    path("me/payments/<uuid:reference>/", views.payment, name="payment"),
]
