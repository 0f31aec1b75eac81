from django.urls import path

from casework.incoming import views

urlpatterns = [
    path("casework/debts/repayments/", views.repayments, name="repayments"),
    path("casework/debts/repayments/<int:number>/", views.repayment, name="repayment"),
    path("casework/debts/repayments/<int:number>/debt/", views.to_debt, name="repayment_debt"),
    path("casework/debts/repayments/<int:number>/back/", views.back, name="repayment_back"),
    path(
        "casework/debts/repayments/review/<uuid:reference>/", views.review, name="repayment_review"
    ),
]
