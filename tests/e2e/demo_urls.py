"""The addresses of the product in demo mode."""

from django.urls import path

from tasuki.conf.urls import urlpatterns as plain_urls
from tasuki.web.account.demo import PersonaPage

urlpatterns = [path("demo/", PersonaPage.as_view(), name="demo"), *plain_urls]
