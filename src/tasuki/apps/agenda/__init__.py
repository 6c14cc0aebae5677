"""The calendar of duties of an organisation: tasks with owners, days and a private feed."""
