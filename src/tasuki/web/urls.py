"""Addresses of the pages, by audience."""

from django.urls import include, path
from django.views.generic import RedirectView

from tasuki.web.account.urls import home_patterns
from tasuki.web.account.urls import urlpatterns as account_urls
from tasuki.web.agency.books.stayed import urlpatterns as stayed_urls
from tasuki.web.agency.public_job import urlpatterns as job_urls
from tasuki.web.agency.urls import urlpatterns as agency_urls
from tasuki.web.agenda.urls import urlpatterns as agenda_urls
from tasuki.web.alumni.urls import own_patterns as own_alumni
from tasuki.web.alumni.urls import urlpatterns as alumni_urls
from tasuki.web.cases.urls import urlpatterns as cases_urls
from tasuki.web.company.urls import urlpatterns as company_urls
from tasuki.web.economy.urls import urlpatterns as economy_urls
from tasuki.web.fees.urls import urlpatterns as fees_urls
from tasuki.web.insights.urls import urlpatterns as insights_urls
from tasuki.web.introductions.urls import urlpatterns as introductions_urls
from tasuki.web.moves.urls import urlpatterns as moves_urls
from tasuki.web.person.urls import urlpatterns as person_urls
from tasuki.web.platform.urls import urlpatterns as platform_urls
from tasuki.web.pool.urls import own_patterns as own_pool
from tasuki.web.pool.urls import urlpatterns as pool_urls
from tasuki.web.privacy.urls import urlpatterns as privacy_urls
from tasuki.web.region.urls import urlpatterns as region_urls
from tasuki.web.rounds.urls import own_patterns
from tasuki.web.rounds.urls import urlpatterns as rounds_urls

urlpatterns = [
    *home_patterns,
    path("account/", include((account_urls, "account"))),
    # Nobody changes the own address by themselves: it decides which invitations are theirs.
    path("account/email/", RedirectView.as_view(pattern_name="account:profile")),
    path("account/", include("allauth.urls")),
    path("company/pool/", include((pool_urls, "pool"))),
    path("", include((own_pool, "own_pool"))),  # /pool/<key>/
    path("company/alumni/", include((alumni_urls, "alumni"))),
    path("", include((own_alumni, "own_alumni"))),  # /alumni/<key>/
    path("company/", include((company_urls, "company"))),
    path("agency/", include((agency_urls, "agency"))),
    path("jobs/", include((job_urls, "jobs"))),
    path("", include((stayed_urls, "employer"))),
    path("agenda/", include((agenda_urls, "agenda"))),
    path("region/", include((region_urls, "region"))),
    path("platform/", include((platform_urls, "platform"))),
    path("privacy/", include((privacy_urls, "privacy"))),
    path("introductions/", include((introductions_urls, "introductions"))),
    path("figures/", include((insights_urls, "insights"))),
    path("rounds/", include((rounds_urls, "rounds"))),
    path("", include((own_patterns, "own_rounds"))),  # /round/<key>/, /me/rounds/
    path("what-if/", include((economy_urls, "economy"))),
    path("moves/", include((moves_urls, "moves"))),
    path("cases/", include((cases_urls, "cases"))),
    path("", include((fees_urls, "fees"))),  # /agency/fees/..., /company/invoices/...
    path("", include((person_urls, "person"))),  # /me/..., /r/<code>/
]
