"""What one can be told of from outside: topics, with the block of data and the service of each."""

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.access.models import Service


class Topic(NamedTuple):
    """A topic: the service and the block that a profile must give, and what it is in words."""

    service: Service
    block: str
    label: str | Promise


OF_PERSONS: Final = {
    "person.moved": Topic(Service.IDENTITY, "address", _("address")),
    "person.renamed": Topic(Service.IDENTITY, "identity", _("name")),
    "birth.corrected": Topic(Service.IDENTITY, "identity", _("correction of the day of birth")),
    "person.died": Topic(Service.IDENTITY, "identity", _("death")),
    "child.born": Topic(Service.IDENTITY, "household", _("birth of a child")),
    "household.changed": Topic(Service.IDENTITY, "household", _("household")),
    "employment.started": Topic(Service.CAREER, "employment", _("hiring")),
    "employment.ended": Topic(Service.CAREER, "employment", _("leaving")),
    "employment.changed": Topic(Service.CAREER, "employment", _("correction of employment")),
    "status.reported": Topic(Service.SUPPORT, "statuses", _("social status")),
}
# Of what one sent oneself: no profile is needed, and nothing but the verdict is told.
OF_MESSAGES: Final = {
    "declarations.judged": Topic(Service.HIRING, "verdict", _("verdicts on hirings")),
    "risks.judged": Topic(Service.RISKS, "verdict", _("verdicts on social risks")),
    "wages.judged": Topic(Service.WAGES, "verdict", _("verdicts on wages")),
}
# Of what one is a party to oneself.
OF_COMPANIES: Final = {
    "mandate.given": Topic(Service.DIRECTORY, "mandate", _("mandate given")),
    "mandate.ended": Topic(Service.DIRECTORY, "mandate", _("mandate ended")),
}
FOR_COMPANIES: Final = OF_MESSAGES | OF_COMPANIES
