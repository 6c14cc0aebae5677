"""Kinds of move as declarations: fields, table, steps, guards, reminders and measures."""
