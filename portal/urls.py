"""All addresses: each room brings its own."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    # Looked at in this order: first what is asked most, by payroll software.
    path("api/", include("portal.exchange.api_urls")),
    path("", include("portal.pages.urls")),
    path("", include("portal.pages.own.urls")),
    path("", include("portal.documents.urls")),
    path("", include("portal.exchange.network.urls")),
    path("", include("portal.exchange.push.urls")),
    path("", include("declarations.hiring.urls")),
    path("", include("declarations.statuses.urls")),
    path("", include("declarations.wages.statements.urls")),
    path("", include("declarations.wages.urls")),
    path("", include("declarations.career.urls")),
    path("", include("declarations.glossary.urls")),
    path("", include("benefits.attachments.urls")),  # before the questions of an application
    path("", include("benefits.claims.urls")),
    path("", include("benefits.decisions.urls")),
    path("", include("benefits.granting.urls")),
    path("", include("benefits.objections.urls")),
    path("", include("benefits.payments.urls")),
    path("", include("benefits.recovery.urls")),
    path("", include("benefits.outlook.urls")),
    path("", include("benefits.overview.urls")),
    path("", include("casework.queue.urls")),
    path("", include("casework.cases.urls")),
    path("", include("casework.questions.urls")),
    path("", include("casework.plans.urls")),
    path("", include("casework.referrals.urls")),
    path("", include("casework.objections.urls")),
    path("", include("casework.findings.urls")),
    path("", include("casework.approval.urls")),
    path("", include("casework.contacts.urls")),
    path("", include("casework.appointments.urls")),
    path("", include("casework.callbacks.urls")),
    path("", include("casework.information.urls")),
    path("", include("casework.ratings.urls")),
    path("", include("casework.surveys.urls")),
    path("", include("casework.persons.urls")),
    path("", include("casework.recovery.urls")),
    path("", include("casework.glass.urls")),
    path("", include("casework.measures.urls")),
    path("", include("casework.takeup.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("", include("portal.access.urls")),
    path("accounts/second-factor/", include("allauth.mfa.urls")),
    path("", include("allauth.idp.urls")),
    path("language/", include("django.conf.urls.i18n")),
]
if settings.DEMO_PROVIDER:
    urlpatterns.append(path("demo/national/", include("casework.demo.national.urls")))
