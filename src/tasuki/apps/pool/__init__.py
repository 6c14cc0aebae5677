"""Past applicants who agreed to be kept: entries, mails with an answer, and the clock."""
