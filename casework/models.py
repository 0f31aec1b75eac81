"""Table of contents of what people decide."""

from casework.appointments.models import Appointment, AppointmentMove, Opening
from casework.approval.models import Proposal, Review
from casework.callbacks.models import CallBack, CallBackMove
from casework.cases.models import Case, CaseMove
from casework.contacts.models import Contact, ContactAnswer, ContactMove, Identification
from casework.information.models import InformationPage, Lookup
from casework.measures.models import WeeklyFigure
from casework.plans.agreement.models import (
    Agreement,
    AgreementPoint,
    MissedReport,
    PointMessage,
    ProgressReport,
    ReportReminder,
    Signature,
)
from casework.plans.models import SupportFile, SupportMove
from casework.plans.profiling.models import Assessment, OutcomeShare, SegmentChoice
from casework.questions.models import Answer, AnswerFile, Question
from casework.queue.models import Waiting
from casework.ratings.models import Rating
from casework.referrals.models import Offer, Partner, Referral, ReferralMove
from casework.surveys.models import Survey, SurveyCount, SurveyToken

__all__ = [
    "Agreement",
    "AgreementPoint",
    "Answer",
    "AnswerFile",
    "Appointment",
    "AppointmentMove",
    "Assessment",
    "CallBack",
    "CallBackMove",
    "Case",
    "CaseMove",
    "Contact",
    "ContactAnswer",
    "ContactMove",
    "Identification",
    "InformationPage",
    "Lookup",
    "MissedReport",
    "Offer",
    "Opening",
    "OutcomeShare",
    "Partner",
    "PointMessage",
    "ProgressReport",
    "Proposal",
    "Question",
    "Rating",
    "Referral",
    "ReferralMove",
    "ReportReminder",
    "Review",
    "SegmentChoice",
    "Signature",
    "SupportFile",
    "SupportMove",
    "Survey",
    "SurveyCount",
    "SurveyToken",
    "Waiting",
    "WeeklyFigure",
]
