"""What must hold of the queue."""

from portal.verification import hold

hold(
    "queue",
    "What waits for an office stands in the queue, and nothing else does.",
    of="casework_waiting",
    broken="""
        WITH due AS (
            SELECT reference FROM benefits_claim WHERE status = 'submitted' AND NOT by_rule
                AND NOT EXISTS (SELECT FROM casework_case WHERE claim_id = benefits_claim.id)
            UNION ALL
            SELECT reference FROM benefits_objection WHERE NOT EXISTS
                (SELECT FROM casework_case WHERE objection_id = benefits_objection.id)
                AND NOT EXISTS (SELECT FROM benefits_objectionanswer
                    WHERE objection_id = benefits_objection.id)
            UNION ALL
            SELECT reference FROM benefits_finding
            WHERE kind IN ('review', 'asks', 'corrects', 'pays', 'sampled', 'declared', 'estate')
                AND NOT EXISTS (SELECT FROM casework_case WHERE finding_id = benefits_finding.id)
                AND NOT EXISTS (SELECT FROM benefits_findinganswer
                    WHERE finding_id = benefits_finding.id)
            UNION ALL
            SELECT coalesce(claim.reference, objection.reference, finding.reference)
            FROM casework_case AS free
            LEFT JOIN benefits_claim AS claim ON claim.id = free.claim_id
            LEFT JOIN benefits_objection AS objection ON objection.id = free.objection_id
            LEFT JOIN benefits_finding AS finding ON finding.id = free.finding_id
            WHERE free.status = 'free' AND claim.status IS DISTINCT FROM 'withdrawn'
            UNION ALL
            SELECT reference FROM casework_contact WHERE status = 'waiting'
            UNION ALL
            SELECT reference FROM casework_supportfile WHERE status = 'asked'
        )
        SELECT coalesce(due.reference, waiting.reference) AS reference
        FROM due FULL JOIN casework_waiting AS waiting USING (reference)
        WHERE due.reference IS NULL OR waiting.reference IS NULL ORDER BY 1
    """,
)
