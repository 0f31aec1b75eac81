"""The statement of account: what an employer owes of a quarter, what was corrected and paid."""
