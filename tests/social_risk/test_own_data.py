"""What employers declared of a person stands among the own data, and in the copy of everything."""

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from casework.demo.building import Cast
from declarations.social_risk.own_data import sent
from tests.social_risk.declaring import about, content, declare, employer

pytestmark = pytest.mark.django_db


def test_a_risk_is_told_with_its_employer_until_it_is_cancelled(cast: Cast, client: Client) -> None:
    lucas = cast.persons["lucas"]
    first = declare(employer(cast), "zima001", content(cast, "zima001"))
    client.force_login(lucas.account)
    page = client.get(reverse("own_data")).content.decode()
    for words in ("Incapacity for work", "declaration of Restaurant Chez Colette"):
        assert words in page
    cancel = first.content | {"AttestationStatus": "3", "Reference": [about(first)]}
    declare(employer(cast), "zima001", cancel)
    assert "Incapacity for work" not in client.get(reverse("own_data")).content.decode()
    names, texts = zip(*sent(lucas), strict=True)
    assert names[0] == f"risks/zima001-{first.reference}.xml"
    said = [etree.fromstring(text).findtext("Form/AttestationStatus") for text in texts]
    assert said == ["0", "3"]
    assert list(sent(cast.persons["emma"])) == []
