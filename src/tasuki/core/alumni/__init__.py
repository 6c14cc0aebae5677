"""The alumni network: how a membership stands, its words, its consent, the file of leavers."""
