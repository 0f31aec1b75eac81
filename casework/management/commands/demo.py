"""Fill the portal with the demo's cast and print how they sign in."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from casework.demo.building import CAST, Cast
from casework.demo.contacts import make_contacts
from casework.demo.finding import find_rights
from casework.demo.neighbours import make_neighbours
from casework.demo.support import support
from casework.demo.wages import declare_wages
from casework.measures.actions import count


class Command(BaseCommand):
    """Idempotent: what stands is left as it is."""

    help = "Put the demo's cast into the portal and print their sign-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, then print a line for each sign-in."""
        cast = Cast()
        cast.build()
        declare_wages(cast)
        make_contacts(cast)
        support(cast)
        make_neighbours(cast)
        find_rights(cast)
        count(timezone.localdate())
        self.stdout.write(f"Sign in with one of these, password: {CAST['password']}\n")
        for email, account in CAST["accounts"].items():
            name = " ".join(CAST["persons"][account["person"]]["name"])
            self.stdout.write(f"  {email:30} {name:18} {_roles(account['acts'])}")
        self.stdout.write("Applications (client id, secret, scopes):")
        for client_id, data in CAST["applications"].items():
            self.stdout.write(f"  {client_id:30} {data['secret']:24} {' '.join(data['scopes'])}")


def _roles(acts: list[str | dict[str, str]]) -> str:
    roles = []
    for act in acts:
        if isinstance(act, str):
            roles.append(act)
        else:
            ((kind, key),) = act.items()
            organisation = CAST["companies"].get(key) or CAST["institutions"][key]
            roles.append(f"{kind.replace('_', ' ')}: {organisation['name']}")
    return ", ".join(roles)
