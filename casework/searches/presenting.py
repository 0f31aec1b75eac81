"""How a saved search reads."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from casework.searches.models import SavedSearch


def told(search: SavedSearch) -> dict[str, Any]:
    """Return a search with its way into the queue."""
    return {"search": search, "way": f"{reverse('queue')}?{urlencode(search.kept)}"}
