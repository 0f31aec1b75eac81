"""What must hold of agreements."""

from portal.verification import hold

hold(
    "agreements",
    "An agreement is signed by both, each under the text that stands.",
    of="casework_agreement",
    broken="""
        SELECT agreement.id AS agreement FROM casework_agreement AS agreement
        JOIN (
            SELECT agreement_id, encode(sha256(convert_to(string_agg(
                concat_ws(' ', position, kind, coalesce(to_char(day, 'YYYY-MM-DD'), '-'),
                    length(text), text),
                E'\\n' ORDER BY position
            ), 'UTF8')), 'hex') AS fingerprint
            FROM casework_agreementpoint GROUP BY 1
        ) AS told ON told.agreement_id = agreement.id
        LEFT JOIN casework_signature AS said
            ON said.agreement_id = agreement.id AND said.fingerprint = told.fingerprint
        GROUP BY agreement.id HAVING count(*) FILTER (WHERE said.agreed) < CASE
            WHEN agreement.status = 'signed' THEN 2 ELSE 1 END
        ORDER BY 1
    """,
)
