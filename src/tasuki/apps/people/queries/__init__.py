"""What the area reads: applications, people, what is known of them; see the modules."""

from tasuki.apps.people.queries.applications import (
    ApplicationDetail,
    ApplicationFilters,
    FilterValues,
    count_applications_by_outcome,
    find_application,
    list_applications,
    list_filter_values,
    list_not_selected,
    list_record_ids,
)

__all__ = [
    "ApplicationDetail",
    "ApplicationFilters",
    "FilterValues",
    "count_applications_by_outcome",
    "find_application",
    "list_applications",
    "list_filter_values",
    "list_not_selected",
    "list_record_ids",
]
