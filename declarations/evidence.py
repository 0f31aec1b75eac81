"""What the audit trail seals of what is declared."""

from declarations.channels.models import Declaration, ReceiptFile, Verdict
from declarations.files.models import DroppedFile, Sending
from declarations.hiring.models import PeriodDeclaration, PeriodLock, RegistrationDeclaration
from declarations.social_risk.models import RiskAnswer, RiskDeclaration, RiskDelivery
from declarations.statuses.models import StatusReport
from declarations.wages.amending.models import EmployerEntry
from declarations.wages.models import Form, FormPart, Piece, PieceReading
from declarations.wages.statements.models import BankStatement, Payment, StatementEntry
from portal.exchange.trail.registry import seal

seal(Declaration, ReceiptFile, DroppedFile, StatusReport)
seal(PeriodDeclaration, PeriodLock, RegistrationDeclaration)
seal(RiskDeclaration, RiskDelivery, RiskAnswer)
# The rows of wages, from records on, are not sealed one by one: they can be read again from pieces.
seal(Piece, FormPart, EmployerEntry, BankStatement, Payment, StatementEntry)
# The keys of these are those of other rows, which came earlier and in another order.
seal(Verdict, Sending, Form, PieceReading, order="serial")
