"""What must hold of social risks, and of what was delivered of them."""

from portal.verification import hold

hold(
    "risks",
    "A risk stands on the last declaration that takes part in it, and each of them was accepted.",
    of="declarations_risk",
    broken="""
        SELECT risk.id AS risk, risk.standing_id AS declaration
        FROM declarations_risk risk
        LEFT JOIN (
            SELECT part.risk_id, max(part.declaration_id) AS last,
                bool_and(coalesce(verdict.result, 'B') <> 'B') AS accepted
            FROM declarations_riskdeclaration part
            LEFT JOIN declarations_verdict verdict
                ON verdict.declaration_id = part.declaration_id
            GROUP BY part.risk_id
        ) AS history ON history.risk_id = risk.id
        WHERE history.last IS DISTINCT FROM risk.standing_id OR NOT history.accepted
        ORDER BY 1
    """,
)
hold(
    "risk-deliveries",
    "What was declared of a real risk is for one institution, or known to be for none at hand.",
    of="declarations_riskdeclaration",
    broken="""
        SELECT part.declaration_id AS declaration, part.risk_id AS risk
        FROM declarations_riskdeclaration part
        JOIN declarations_risk risk ON risk.id = part.risk_id AND risk.environment = 'R'
        LEFT JOIN declarations_riskdelivery delivery
            ON delivery.declaration_id = part.declaration_id AND delivery.risk_id = part.risk_id
        WHERE delivery.id IS NULL ORDER BY 1
    """,
)
hold(
    "risk-tests",
    "A risk is real or a test as the messages are that declared it.",
    of="declarations_risk",
    broken="""
        SELECT risk.id AS risk, declaration.message_id AS message
        FROM declarations_risk risk
        JOIN declarations_riskdeclaration part ON part.risk_id = risk.id
        JOIN declarations_declaration declaration ON declaration.id = part.declaration_id
        JOIN portal_message message ON message.id = declaration.message_id
        JOIN portal_capacity capacity ON capacity.id = message.capacity_id
        WHERE capacity.environment <> risk.environment ORDER BY 1
    """,
)
