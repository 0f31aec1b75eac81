"""A few fields in plainer words than those of the message."""

from typing import Final

from django.utils.translation import gettext_lazy as _

# The names of the model are those of a message; a few questions are asked in plainer words.
LABELS: Final = {
    "ServiceNbrDays": _("Days"),
    "ServiceNbrHours": _("Hours"),
    "RemunAmount": _("Gross pay in euros"),
    "ServiceCode": _("Other days: what kind"),
    "RemunCode": _("Other pay: what kind"),
    "BonusPaymentFrequency": _("Paid every how many months (a bonus)"),
    "StudentHoursNbr": _("Hours, rounded up"),
    "StudentRemunAmount": _("Gross pay in euros"),
    "EmployerClass": _("Employer category (three digits)"),
    "WorkerCode": _("Worker code (three digits)"),
    "OccupationStartingDate": _("First day on these terms"),
    "OccupationEndingDate": _("Last day on these terms (if it is over)"),
    "JointCommissionNbr": _("Joint committee"),
    "WorkingDaysSystem": _("Days a week"),
    "ContractType": _("Contract"),
    "MeanWorkingHours": _("Hours a week of this worker"),
    "RefMeanWorkingHours": _("Hours a week of somebody who works full time here"),
    "PercentagePaid": _("Percentage of the usual pay"),
    "LocalUnitID": _("Number of the establishment"),
}
# In a row that may be added.
EXTRA: Final = {
    "ServiceNbrDays": _("Other days: how many"),
    "ServiceNbrHours": _("Other days: how many hours"),
    "RemunAmount": _("Other pay: gross, in euros"),
    "BonusPaymentFrequency": _("Other pay: every how many months (a bonus)"),
}
