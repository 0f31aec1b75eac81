from django.urls import path

from portal.exchange.profiles import views

urlpatterns = [
    path("institution/profiles/", views.changes, name="profile_changes"),
    path("institution/profiles/new/", views.new, name="profile_new"),
    path("institution/profiles/<uuid:reference>/", views.profile, name="profile"),
    path("institution/profiles/<uuid:reference>/change/", views.change, name="profile_change"),
    path("institution/profiles/<uuid:reference>/end/", views.end, name="profile_end"),
    path("institution/profiles/changes/<uuid:reference>/", views.proposed, name="profile_proposed"),
    path(
        "institution/profiles/changes/<uuid:reference>/review/",
        views.review,
        name="profile_review",
    ),
]
