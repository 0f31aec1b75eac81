"""The entry point of the web server."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from portal.garbage import freeze

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ["SERVES"] = "1"

django_application = get_wsgi_application()

import_module(settings.ROOT_URLCONF)  # which all requests share

from portal.exchange.quick import QuickWay  # noqa: E402 - models are there only now

application = QuickWay(django_application)
freeze()
