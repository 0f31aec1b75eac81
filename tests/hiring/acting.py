"""Sign in as somebody of the cast, in one capacity."""

from django.test import Client

from portal.access.middleware import SESSION_KEY
from portal.access.models import Capacity, CapacityKind, User


def acting(email: str, kind: CapacityKind) -> Client:
    """Return a browser in which somebody acts in a capacity."""
    client = Client()
    user = User.objects.get(email=email)
    client.force_login(user)
    session = client.session
    session[SESSION_KEY] = Capacity.objects.get(user=user, kind=kind, mandate=None).pk
    session.save()
    return client
