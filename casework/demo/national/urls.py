from django.urls import path

from casework.demo.national import views

urlpatterns = [
    path(".well-known/openid-configuration", views.description, name="demo_national_description"),
    path("authorize", views.authorize, name="demo_national"),
    path("token", views.token, name="demo_national_token"),
    path("keys", views.keys, name="demo_national_keys"),
]
