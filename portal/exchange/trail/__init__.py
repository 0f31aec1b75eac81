"""The sealed audit trail: what was said and decided cannot be changed later without a trace.

Rows of append-only tables are sealed a few seconds after they came, in blocks. A block holds the
hash of each of its rows and their Merkle root; blocks are the leaves of one log (RFC 6962), whose
root is signed and kept outside the database: a checkpoint. Whoever rewrites rows, and with all
rights in the database the blocks too, ends at another root than the one that was signed.

What it claims: rows that stand in a block below a checkpoint are those of that moment. What it does
not: that what was written was true, or that nobody had both the database and the signing key. Rows
of the last seconds, which no checkpoint covers yet, are guarded by the triggers alone.

A row costs 32 bytes (its hash), and next to nothing for its number, since numbers that follow each
other are one range; a block costs about 500 bytes more. A year of 1.8 billion rows is 58 GB of
hashes, less than a tenth of the rows themselves. No index grows by the row.
"""
