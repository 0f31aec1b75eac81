from django.urls import path

from benefits.granting import choosing, deriving, views

urlpatterns = [
    path("granting/", views.granting, name="granting"),
    path("rights/derived/", deriving.derived, name="derived"),
    path("me/rights/choices/", choosing.choices, name="right_choices"),
    path("me/rights/choices/<slug:scheme>/", choosing.choice, name="right_choice"),
]
