from django.urls import path

from portal.pages import views
from portal.pages.health import health
from portal.pages.looked import looked

urlpatterns = [
    path("", views.home, name="home"),
    path("start/", views.start, name="start"),
    path("start/capacity/", views.choose_capacity, name="choose_capacity"),
    path("me/", views.me, name="me"),
    path("me/looked/", looked, name="looked"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("health/", health, name="health"),
]
