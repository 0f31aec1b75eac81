from django.urls import path

from portal.access.mandates import views

urlpatterns = [
    path("mandates/", views.mandates, name="mandates"),
    path("mandates/give/", views.giving, name="give_mandate"),
    path("mandates/ask/", views.asking, name="ask_mandate"),
    path("mandates/code/", views.code, name="helper_code"),
    path("mandates/<uuid:reference>/", views.mandate, name="mandate"),
    path("mandates/<uuid:reference>/<slug:verb>/", views.moving, name="move_mandate"),
]
