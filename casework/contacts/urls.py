from django.urls import path

from casework.contacts import own_views, views

urlpatterns = [
    path("me/contacts/", own_views.own_contacts, name="own_contacts"),
    path("me/contacts/write/", own_views.write, name="contact_write"),
    path("casework/contacts/", views.contacts, name="contacts"),
    path("casework/contacts/new/<slug:channel>/", views.identify, name="contact_identify"),
    path("casework/contacts/with/<uuid:reference>/", views.with_person, name="contact_person"),
    path("casework/contacts/<uuid:reference>/", views.contact_file, name="contact_file"),
    path(
        "casework/contacts/<uuid:reference>/hand-over/", views.hand_over, name="contact_hand_over"
    ),
    path("casework/contacts/<uuid:reference>/take/", views.take, name="contact_take"),
    path("casework/contacts/<uuid:reference>/pass-on/", views.pass_on, name="contact_pass_on"),
]
