from django.urls import path

from casework.callbacks import views

urlpatterns = [
    path("me/call-back/", views.ask, name="call_back"),
    path("me/call-back/<uuid:reference>/", views.withdraw, name="call_back_withdraw"),
    path("casework/call-backs/", views.call_backs, name="call_backs"),
    path("casework/call-backs/<uuid:reference>/", views.tell, name="call_back_tell"),
]
