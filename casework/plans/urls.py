from django.urls import path

from casework.plans import views
from casework.plans.agreement import views as agreement
from casework.plans.profiling import views as profiling

FILE = "casework/support/<uuid:reference>/"

urlpatterns = [
    path("me/plan/", views.plan, name="plan"),
    path("me/plan/ask/", views.ask, name="plan_ask"),
    path("me/plan/sign/", agreement.sign, name="plan_sign"),
    path("me/plan/refuse/", agreement.refuse, name="plan_refuse"),
    path("me/plan/message/", agreement.message, name="plan_message"),
    path("me/plan/report/", agreement.report, name="plan_report"),
    path("casework/support/", views.support, name="support"),
    path("casework/persons/<uuid:reference>/support/", views.start, name="support_start"),
    path(FILE, views.support_file, name="support_file"),
    path(f"{FILE}take/", views.take, name="support_take"),
    path(f"{FILE}assess/", profiling.assess, name="support_assess"),
    path(f"{FILE}choose/", profiling.choose, name="support_choose"),
    path(f"{FILE}agreement/", agreement.offer, name="support_agreement"),
    path(f"{FILE}message/", agreement.answer_message, name="support_message"),
    path(f"{FILE}missed/", agreement.missed, name="support_missed"),
    path(f"{FILE}hand-over/", views.hand_over, name="support_hand_over"),
    path(f"{FILE}end/", views.end, name="support_end"),
]
