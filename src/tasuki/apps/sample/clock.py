"""The story's calendar: months before today, working hours in Tokyo."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from tasuki.core.dates import add_months, month_start

TOKYO = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns "month 3 before today" into dates and moments; never later than now."""

    now: datetime

    @property
    def today(self) -> date:
        """The day on which the story is told."""
        return self.now.astimezone(TOKYO).date()

    def month(self, back: int) -> date:
        """The first day of the month ``back`` months before this one."""
        return add_months(month_start(self.today), -back)

    def at(self, back: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
        """A moment in that month; moments that have not come yet become now."""
        moment = datetime.combine(
            self.month(back).replace(day=day), time(hour, minute), tzinfo=TOKYO
        )
        return min(moment, self.now)
