"""What must hold of surveys."""

from portal.verification import hold

hold(
    "surveys",
    "Each question of a survey has as many answers as people answered.",
    of="casework_survey",
    broken="""
        SELECT survey.id AS survey FROM casework_survey survey
        WHERE EXISTS (
            SELECT FROM casework_surveycount count WHERE count.survey_id = survey.id
            GROUP BY count.question
            HAVING sum(count.people) <> (
                SELECT count(*) FROM casework_surveytoken token
                WHERE token.survey_id = survey.id
            )
        )
        ORDER BY 1
    """,
)
