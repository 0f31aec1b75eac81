from django.urls import path

from casework.referrals import offering_views, partnering_views, suggesting_views, views

urlpatterns = [
    path(
        "casework/support/<uuid:reference>/suggest/",
        suggesting_views.suggest,
        name="support_suggest",
    ),
    path(
        "me/plan/suggestions/<uuid:reference>/",
        suggesting_views.suggestion,
        name="suggestion",
    ),
    path("casework/support/<uuid:reference>/refer/", views.refer, name="support_refer"),
    path("casework/support/<uuid:reference>/withdraw/", views.withdraw, name="support_withdraw"),
    path("referrals/", views.referrals, name="referrals"),
    path("casework/offers/", offering_views.office_offers, name="office_offers"),
    path("casework/partners/", partnering_views.partners, name="partners"),
    path("casework/partners/new/", partnering_views.partner_new, name="partner_new"),
    path("casework/partners/<int:partner>/end/", partnering_views.partner_end, name="partner_end"),
    path("referrals/offers/new/", offering_views.offer, name="referral_offer"),
    path("referrals/offers/<uuid:reference>/", offering_views.offer_change, name="offer_change"),
    path("referrals/offers/<uuid:reference>/end/", offering_views.offer_end, name="offer_end"),
    path("referrals/<uuid:reference>/", views.referral, name="referral"),
    path("referrals/<uuid:reference>/accept/", views.accept, name="referral_accept"),
    path("referrals/<uuid:reference>/decline/", views.decline, name="referral_decline"),
    path("referrals/<uuid:reference>/end/", views.end, name="referral_end"),
]
