"""What only the person does, and nobody in their place."""

from django.core.exceptions import PermissionDenied

from portal.access.models import Capacity


def is_oneself(capacity: Capacity) -> bool:
    """Whether a citizen acts for nobody else: a helper, a parent or a guardian does."""
    return capacity.user.person_id == capacity.person.pk


def only_oneself(capacity: Capacity) -> None:
    """Raise `PermissionDenied` where somebody acts in a person's place."""
    if not is_oneself(capacity):
        raise PermissionDenied
