"""The entry point of the web server."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ["SERVES"] = "1"

application = get_wsgi_application()

# What all requests share is loaded now and stays: the collector need not walk it again and again,
# which takes longer than reading a thousand declarations.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
