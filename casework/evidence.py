"""What the audit trail seals of what people decide."""

from casework.appointments.models import AppointmentMove, OpeningMove
from casework.approval.models import Proposal, Review
from casework.callbacks.models import CallBackMove
from casework.cases.models import CaseMove
from casework.consulting.models import CaseConsultation
from casework.contacts.models import ContactAnswer, ContactMove, Identification
from casework.information.models import Lookup
from casework.letters.models import CaseLetter
from casework.notes.models import CaseNote
from casework.plans.agreement.models import (
    AgreementPoint,
    MissedReport,
    PointMessage,
    ProgressReport,
    Signature,
)
from casework.plans.models import SupportMove
from casework.plans.profiling.models import Assessment, SegmentChoice
from casework.questions.models import Answer, AnswerFile, Question
from casework.ratings.models import Rating
from casework.referrals.models import (
    OfferMove,
    PartnerMove,
    ReferralMove,
    Suggestion,
    SuggestionAnswer,
)
from casework.staff.models import Profile
from casework.training.models import PracticeResult
from portal.exchange.trail.registry import seal

seal(
    CaseMove, CaseNote, CaseConsultation, CaseLetter, Proposal, Review, Question, Answer, AnswerFile
)
seal(SupportMove, Assessment, SegmentChoice, ReferralMove)
seal(OfferMove, PartnerMove, Suggestion, SuggestionAnswer)
seal(AgreementPoint, Signature, PointMessage, ProgressReport, MissedReport)
seal(Identification, ContactAnswer, ContactMove, AppointmentMove, OpeningMove, CallBackMove)
seal(Lookup, Rating, Profile, PracticeResult)
