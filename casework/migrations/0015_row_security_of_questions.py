from django.db import migrations

from portal.row_security import Rows, also_seen, secure

ADD = "SELECT, INSERT"
CASEWORKER = "(SELECT acting_kind()) = 'caseworker'"

IN_CASE = "EXISTS (SELECT FROM casework_case AS above WHERE above.id = case_id)"
OF_QUESTION = "EXISTS (SELECT FROM casework_question AS asked WHERE asked.id = question_id)"
OF_ANSWER = "EXISTS (SELECT FROM casework_answer AS given WHERE given.id = answer_id)"
# The person of a case answers, or who helps them.
IN_ITS_PLACE = "(SELECT acting_person()) IS NOT NULL AND "
TABLES = {
    "casework_question": Rows(ADD, IN_CASE, written=f"{CASEWORKER} AND {IN_CASE}"),
    "casework_answer": Rows(ADD, OF_QUESTION, written=IN_ITS_PLACE + OF_QUESTION),
    "casework_answerfile": Rows(ADD, OF_ANSWER, written=IN_ITS_PLACE + OF_ANSWER),
}
ANSWERED_WITH = """EXISTS (
    SELECT FROM casework_answerfile AS file WHERE file.content_id = benefits_content.sha256
)"""


class Migration(migrations.Migration):
    """Open questions to the office that has the case, and to the person whom it is about."""

    dependencies = [
        ("casework", "0014_questions_append_only"),
        ("benefits", "0014_row_security_of_attachments"),
    ]
    operations = [
        *secure(TABLES),
        *also_seen("answers", {"benefits_content": ANSWERED_WITH}),
    ]
