from django.urls import include, path

from declarations.hiring import identity_views, steps, views

urlpatterns = [
    path("company/", views.staff, name="staff"),
    path("company/staff.csv", views.staff_file, {"kind": "csv"}, name="staff_csv"),
    path("company/staff.xml", views.staff_file, {"kind": "xml"}, name="staff_xml"),
    path("company/numbers/", identity_views.staff_changes, name="staff_changes"),
    path("company/numbers/<uuid:ticket>.xml", identity_views.staff_change, name="staff_change"),
    path("company/hire/", steps.hire, name="hire"),
    path("company/hire/<uuid:key>/", steps.hire, name="hire_worker"),
    path("company/hire/<uuid:key>/kind/", steps.hire_kind, name="hire_kind"),
    path("company/hire/<uuid:key>/days/", steps.hire_details, name="hire_details"),
    path("company/hire/<uuid:key>/check/", steps.hire_check, name="hire_check"),
    path("company/declarations/<uuid:reference>/correct/", steps.correct, name="correct"),
    path("company/staff/<uuid:reference>/", views.period, name="period"),
    path("company/staff/<uuid:reference>/leaving/", views.leaving, name="leaving"),
    path("company/staff/<uuid:reference>/change/", views.changing, name="changing"),
    path("company/staff/<uuid:reference>/cancel/", views.cancelling, name="cancelling"),
    path("office/", views.clients, name="clients"),
    path("", include("declarations.channels.urls")),
    path("", include("declarations.files.urls")),
    path("", include("declarations.social_risk.urls")),
    path("office/<uuid:reference>/", views.client, name="client"),
    path(
        "office/<uuid:reference>/staff.csv", views.client_file, {"kind": "csv"}, name="client_csv"
    ),
    path(
        "office/<uuid:reference>/staff.xml", views.client_file, {"kind": "xml"}, name="client_xml"
    ),
    path("office/<uuid:reference>/numbers/", identity_views.client_changes, name="client_changes"),
    path(
        "office/<uuid:reference>/numbers/<uuid:ticket>.xml",
        identity_views.client_change,
        name="client_change",
    ),
]
