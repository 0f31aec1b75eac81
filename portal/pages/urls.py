from django.urls import path

from portal.pages import views
from portal.pages.health import health
from portal.pages.helped import helped
from portal.pages.looked import looked, looked_file

urlpatterns = [
    path("", views.home, name="home"),
    path("start/", views.start, name="start"),
    path("start/capacity/", views.choose_capacity, name="choose_capacity"),
    path("me/", views.me, name="me"),
    path("me/looked/", looked, name="looked"),
    path("me/looked.csv", looked_file, name="looked_file"),
    path("me/helped/", helped, name="helped"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("health/", health, name="health"),
]
