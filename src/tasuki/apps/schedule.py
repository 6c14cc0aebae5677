"""What runs by the clock; every entry only calls a task of its area."""

from procrastinate.contrib.django import app

from tasuki.apps.messages import tasks as messages


@app.periodic(cron="*/10 * * * *")
@app.task(name="tasuki.sweep_outbox", queueing_lock="tasuki.sweep_outbox")
def sweep_outbox(timestamp: int) -> None:
    """Find mails that are long due, every ten minutes."""
    messages.sweep_outbox.call()
