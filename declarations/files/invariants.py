"""What must hold of files that were dropped."""

from portal.verification import hold

hold(
    "dropped-files",
    "The fingerprint of a dropped file is that of its bytes.",
    of="declarations_droppedfile",
    broken="""
        SELECT id AS file FROM declarations_droppedfile
        WHERE sha256 <> encode(sha256(body), 'hex') ORDER BY 1
    """,
)
hold(
    "sendings",
    "What a GO file set to work was dropped by the sender of the message that it became.",
    of="declarations_sending",
    broken="""
        SELECT sending.trigger_id AS file, message.id AS message FROM declarations_sending sending
        JOIN declarations_droppedfile file ON file.id = sending.trigger_id
        JOIN portal_message message ON message.id = sending.message_id
        WHERE message.capacity_id <> file.capacity_id ORDER BY 1
    """,
)
