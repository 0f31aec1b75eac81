from django.urls import path

from casework.cases import joining_views, views

urlpatterns = [
    path("casework/cases/<uuid:reference>/", views.case_file, name="case"),
    path("casework/cases/<uuid:reference>/decide/", views.decide, name="case_decide"),
    path("casework/cases/<uuid:reference>/decided/", views.decided, name="case_decided"),
    path("casework/cases/<uuid:reference>/letter.pdf", views.letter, name="case_letter"),
    path("casework/cases/<uuid:reference>/hand-over/", views.hand_over, name="case_hand_over"),
    path("casework/cases/<uuid:reference>/close/", views.close, name="case_close"),
    path("casework/cases/<uuid:reference>/reopen/", joining_views.reopen, name="case_reopen"),
    path(
        "casework/cases/<uuid:reference>/close-again/",
        joining_views.close_again,
        name="case_close_again",
    ),
    path("casework/cases/<uuid:reference>/join/", joining_views.join, name="case_join"),
]
