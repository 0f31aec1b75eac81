"""Table of contents of what people decide."""

from casework.appointments.models import Appointment, AppointmentMove, Opening, OpeningMove
from casework.approval.models import Proposal, Review
from casework.callbacks.models import CallBack, CallBackMove
from casework.cases.models import Case, CaseMove
from casework.consulting.models import CaseConsultation
from casework.contacts.models import Contact, ContactAnswer, ContactMove, Identification
from casework.information.models import InformationPage, Lookup
from casework.letters.models import CaseLetter
from casework.measures.models import WeeklyFigure
from casework.notes.models import CaseNote
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
from casework.referrals.models import (
    Offer,
    OfferMove,
    Partner,
    PartnerMove,
    Referral,
    ReferralMove,
    Suggestion,
    SuggestionAnswer,
)
from casework.searches.models import SavedSearch
from casework.staff.models import Absence, Profile
from casework.surveys.models import Survey, SurveyCount, SurveyToken
from casework.training.models import Practice, PracticeResult

__all__ = [
    "Absence",
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
    "CaseConsultation",
    "CaseLetter",
    "CaseMove",
    "CaseNote",
    "Contact",
    "ContactAnswer",
    "ContactMove",
    "Identification",
    "InformationPage",
    "Lookup",
    "MissedReport",
    "Offer",
    "OfferMove",
    "Opening",
    "OpeningMove",
    "OutcomeShare",
    "Partner",
    "PartnerMove",
    "PointMessage",
    "Practice",
    "PracticeResult",
    "Profile",
    "ProgressReport",
    "Proposal",
    "Question",
    "Rating",
    "Referral",
    "ReferralMove",
    "ReportReminder",
    "Review",
    "SavedSearch",
    "SegmentChoice",
    "Signature",
    "Suggestion",
    "SuggestionAnswer",
    "SupportFile",
    "SupportMove",
    "Survey",
    "SurveyCount",
    "SurveyToken",
    "Waiting",
    "WeeklyFigure",
]
