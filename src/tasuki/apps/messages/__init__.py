"""Transactional outbox, notifications, suppression."""
