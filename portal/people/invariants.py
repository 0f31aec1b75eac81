"""What must hold of who people are."""

from portal.verification import hold

hold(
    "numbers",
    "A person has one national number at a time.",
    of="portal_personnumber",
    broken="""
        SELECT one.person_id AS person, one.id AS number, other.id AS beside
        FROM portal_personnumber one
        JOIN portal_personnumber other ON other.person_id = one.person_id AND other.id > one.id
            AND daterange(other.since, other.until, '[]') && daterange(one.since, one.until, '[]')
        ORDER BY one.id
    """,
)
hold(
    "households",
    "A person lives in one household at a time.",
    of="portal_householdmember",
    broken="""
        SELECT one.person_id AS person, one.id AS member, other.id AS beside
        FROM portal_householdmember one
        JOIN portal_householdmember other ON other.person_id = one.person_id AND other.id > one.id
            AND daterange(other.since, other.until, '[]') && daterange(one.since, one.until, '[]')
        ORDER BY one.id
    """,
)
