"""Small files that are odd as a whole: their encoding, their schema, who and what is added up."""

from __future__ import annotations

from collections.abc import Iterator

ANNA, BERT = "77101500172", "78101500193"
HINT = 'xsi:noNamespaceSchemaLocation="DmfAOriginal_20231.xsd"'
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
OCCUPATION = (
    "<Occupation><OccupationSequenceNbr>1</OccupationSequenceNbr>"
    "<JointCommissionNbr>200</JointCommissionNbr><WorkingDaysSystem>500</WorkingDaysSystem>"
    "<ContractType>0</ContractType><Retired>0</Retired></Occupation>"
)


def person(inss: str | None = ANNA, amount: str = "") -> str:
    """A worker, with one contribution if there is an amount."""
    number = "" if inss is None else f"<INSS>{inss}</INSS>"
    due = amount and (
        "<WorkerContribution><ContributionWorkerCode>495</ContributionWorkerCode>"
        f"<ContributionType>1</ContributionType><ContributionAmount>{amount}</ContributionAmount>"
        "</WorkerContribution>"
    )
    return (
        f"<NaturalPerson><NaturalPersonSequenceNbr>1</NaturalPersonSequenceNbr>{number}"
        "<WorkerRecord><EmployerClass>010</EmployerClass><WorkerCode>495</WorkerCode>"
        "<NOSSQuarterStartingDate>2023-01-01</NOSSQuarterStartingDate>"
        "<NOSSQuarterEndingDate>2023-03-31</NOSSQuarterEndingDate><Border>0</Border>"
        f"{OCCUPATION}{due}</WorkerRecord></NaturalPerson>"
    )


def form(
    persons: str,
    *,
    quarter: str | None = "20231",
    nsso: str | None = "199999934",
    trusteeship: str = "0",
    company: str = "0",
    net: str | None = "0",
) -> str:
    """A form of one employer; what is None is left out."""
    zones = {
        "Quarter": quarter,
        "NOSSRegistrationNbr": nsso,
        "Trusteeship": trusteeship,
        "CompanyID": company,
        "NetOwedAmount": net,
    }
    head = "".join(f"<{name}>{text}</{name}>" for name, text in zones.items() if text is not None)
    return (
        "<Form><Identification>DMFA</Identification><FormCreationDate>2023-04-11</FormCreationDate>"
        "<FormCreationHour>08:45:00.000</FormCreationHour><AttestationStatus>0</AttestationStatus>"
        f"<TypeForm>SU</TypeForm><EmployerDeclaration>{head}{persons}</EmployerDeclaration></Form>"
    )


def original(*forms: str, root: str = "DmfAOriginal", hint: str = HINT, decl: str = "") -> str:
    """A file of forms."""
    decl = decl or '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{decl}\n<{root} {XSI} {hint}>\n{''.join(forms)}\n</{root}>\n"


SOUND = original(form(person()))


def odd_files() -> Iterator[tuple[str, bytes]]:
    """Each file by what is odd about it."""
    for name, text in _texts():
        yield name, text.encode()
    yield from _encodings()


def _texts() -> Iterator[tuple[str, str]]:
    yield "sound", SOUND
    yield from _named()
    yield from _rooted()
    yield from _written()
    yield from _persons()
    yield from _amounts()
    yield from _amounts_of_forms()
    yield from _many()
    for place in range(1, len(SOUND), 97):
        yield f"cut at {place}", SOUND[:place]


def _named() -> Iterator[tuple[str, str]]:
    for quarter in ("20222", "20223", "20224", "20231", "20232", "20261", "20235", "19991", "2023"):
        yield f"schema {quarter}", SOUND.replace("_20231.xsd", f"_{quarter}.xsd")
        yield (
            f"amendment's schema {quarter}",
            SOUND.replace("DmfAOriginal_20231.xsd", f"DmfAUpdate_{quarter}.xsd"),
        )
    for name in (
        *("", "x.xsd", " DmfAOriginal_20231.xsd ", "http://a/b/DmfAOriginal_20231.xsd"),
        *("./DmfAOriginal_20231.xsd", "a\\DmfAOriginal_20231.xsd", "dmfaoriginal_20231.xsd"),
        *("DmfAOriginal_20231", "DmfAOriginal_20231.xsd#a", "%44mfAOriginal_20231.xsd"),
        *("DmfAOriginal_20231.xsd b", "/DmfAOriginal_20231.xsd", "DmfAOriginal_020231.xsd"),
        *("Dimona_20231.xsd", "DmfAPID_20224.xsd", "DmfAUpdateNotification_20223.xsd"),
    ):
        yield f"schema {name!r}", SOUND.replace("DmfAOriginal_20231.xsd", name)
    without = SOUND.replace(f" {HINT}", "")
    yield "no schema", without
    yield "schema without prefix", SOUND.replace(f" {HINT}", f" {HINT[4:]}")
    yield "schema of a namespace", SOUND.replace("xsi:noNamespaceSchema", "xsi:schema")
    yield "schema on the form", without.replace("<Form>", f"<Form {HINT}>")
    yield "schema on a zone", without.replace("<Border>", f"<Border {HINT}>")
    wrong = SOUND.replace("<Border>0", f"<Border {HINT}>7").replace(f" {HINT}", "", 1)
    yield "mistake before the schema", without.replace("<TypeForm>SU", f"<TypeForm {HINT}>XX")
    yield "mistake after the schema", wrong
    yield "another schema on the form", SOUND.replace("<Form>", f'<Form {HINT[:-9]}20223.xsd">')
    yield "another prefix", SOUND.replace("xsi:", "i:").replace("xmlns:xsi", "xmlns:i")


def _rooted() -> Iterator[tuple[str, str]]:
    for root in ("DmfAUpdate", "Form", "EmployerDeclaration", "Dimonas", "dmfaoriginal", "Border"):
        yield (
            f"root {root}",
            SOUND.replace("DmfAOriginal ", f"{root} ").replace("</DmfAOriginal", f"</{root}"),
        )
    yield "unknown root, no content", original(root="Unknown")
    yield "unknown root, unknown content", original("<Strange/>", root="Unknown")
    yield "unknown root, mistake", original("<Border>7</Border>", root="Unknown")
    yield "no form", original()
    yield "text for a form", original("7")
    yield "unknown for a form", original("<Strange/>")
    yield "empty form", original("<Form/>")
    yield (
        "unknown tag",
        original("<Strange/>", root="DmfAOriginal").replace("\n<Str", "<Str").replace("/>\n", "/>"),
    )
    yield "root alone", original().replace(">\n\n</DmfAOriginal>", "/>")
    yield "zone alone", original(root="Border").replace(">\n\n</Border>", "/>")
    yield "attribute of the root", SOUND.replace(HINT, f'{HINT} id="1"')
    yield "nil root", SOUND.replace(HINT, f'{HINT} xsi:nil="true"')
    yield "root in a namespace", SOUND.replace(HINT, f'{HINT} xmlns="urn:x"')
    yield (
        "root with a prefix",
        SOUND.replace("<DmfAOriginal", '<x:DmfAOriginal xmlns:x="u"').replace(
            "</DmfAOriginal", "</x:DmfAOriginal"
        ),
    )
    yield "another message", "<Dimona/>".replace("Dimona", "Strange")


def _written() -> Iterator[tuple[str, str]]:
    for decl in (
        *('<?xml version="1.0"?>', "<?xml version='1.0' encoding='utf-8'?>", "<!-- none -->"),
        *('<?xml version="1.1"?>', '<?xml version="1.2"?>', '<?xml version="2.0"?>'),
        *('<?xml version="1.0" standalone="yes"?>', '<?xml version="1.0" standalone="x"?>'),
        *('<?xml encoding="UTF-8"?>', '<?XML version="1.0"?>', '<?xml version="1.0">', "<?xml?>"),
        *(' <?xml version="1.0"?>', "\ufeff\ufeff", "x", '<?xml version="1.0" encoding="foo"?>'),
    ):
        yield f"beginning {decl!r}", original(form(person()), decl=decl)
    for end in ("<!-- a --><?b?>", "x", "<a/>", "\0", "<", "&#32;", "</DmfAOriginal>", "\ufeff"):
        yield f"end {end!r}", SOUND + end
    for inside in (
        *("&#0;", "&#1;", "&#xD800;", "&#x10FFFF;", "&#x110000;", "&amp", "&nbsp;", "&x;", "&lt;"),
        *("]]>", "<![CDATA[]]>", "<![CDATA[", "<!-- -- -->", "<!-- a", "<?a", "<?xml a?>", "\1"),
        *("<a b='1' b='2'/>", "<a b='<'/>", "<a b=1/>", "<1/>", "<a:b/>", "<a:b:c/>", "\ufffe"),
        *("<a xmlns:xml='u'/>", "<a xmlns:p=''/>", "<a p:b=''/>", "<!DOCTYPE a>", "<!ELEMENT a>"),
        *("<a>" * 40 + "</a>" * 40, "\x85", "\u2028", "\u00a0", "\x7f"),
    ):
        yield f"inside {inside[:20]!r}", SOUND.replace("<Form>", f"<Form>{inside}")
    yield (
        "1.1 with its line ends",
        original(
            form(person()).replace("<TypeForm>", "\x85\u2028<TypeForm>"),
            decl='<?xml version="1.1"?>',
        ),
    )
    yield (
        "1.1 with a control character",
        original(form(person()).replace("<Border>", "\x81<Border>"), decl='<?xml version="1.1"?>'),
    )
    yield "nothing", ""
    yield "white", " \n"


def _encodings() -> Iterator[tuple[str, bytes]]:
    named = SOUND.replace("<WorkerRecord>", _REFERENCE + "<WorkerRecord>")
    ways = ("utf-8", "utf-8-sig", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
    for said in ("UTF-8", "utf8", "UTF-16", "UTF-16LE", "ISO-8859-1", "us-ascii", "windows-1252"):
        for way in ways:
            yield f"{said} in {way}", named.replace("UTF-8", said).encode(way)
    undeclared = named.split("\n", 1)[1]
    for way in ways:
        yield f"undeclared in {way}", undeclared.encode(way)
    for said in ("ISO-8859-15", "ISO-8859-16", "windows-1250", "IBM850", "cp1252", "macintosh"):
        yield said, named.replace("UTF-8", said).encode("latin-1")
    for raw in (
        b"\xc3",
        b"\xc0\x80",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xff",
        b"\xef\xbf\xbf",
    ):
        yield f"bytes {raw!r}", SOUND.encode().replace(b"<Border>", raw + b"<Border>")
    yield "half a letter at the end", SOUND.replace("UTF-8", "UTF-16").encode("utf-16") + b"\n"


_REFERENCE = "<NaturalPersonUserReference>José</NaturalPersonUserReference>"


def _persons() -> Iterator[tuple[str, str]]:
    yield "two persons", original(form(person(ANNA) + person(BERT)))
    for inss in ("", "0", "00000000000", " ", "x", "1", "-1", "+1", "9" * 18, "9" * 19, None):
        yield f"twice {inss!r}", original(form(person(inss) * 2))
    for again in (ANNA, f" {ANNA} ", f"0{ANNA}", f"+{ANNA}", f"{ANNA[:3]}<!-- -->{ANNA[3:]}"):
        yield f"again as {again!r}", original(form(person(ANNA) + person(again)))
    yield "three times", original(form(person() * 3))
    yield "no number of a person after one", original(form(person(ANNA) + person(None)))
    for name, other in {
        "the same": form(person()),
        "other NSSO number": form(person(), nsso="199999835"),
        "NSSO number with zeros": form(person(), nsso="0199999934"),
        "NSSO number in white": form(person(), nsso=" 199999934\n"),
        "other enterprise number": form(person(), company="0400000097"),
        "trusteeship": form(person(), trusteeship="1"),
        "other quarter": form(person(), quarter="20224"),
        "no NSSO number": form(person(), nsso=None),
        "no quarter": form(person(), quarter=None),
        "empty NSSO number": form(person(), nsso=""),
        "odd NSSO number": form(person(), nsso="x"),
        "odd quarter": form(person(), quarter="x"),
        "large quarter": form(person(), quarter="2147483648"),
        "odd quarter of nobody": form("", quarter="x"),
    }.items():
        yield f"then {name}", original(form(person()), other)
        yield f"only {name}", original(other)
        yield f"twice {name}", original(other, other)
    by_company = [form(person(), nsso="0", company=f"040000009{n}") for n in (6, 7)]
    yield "two enterprises without NSSO number", original(*by_company)
    yield "two declarations in a form", SOUND.replace("</Form>", form(person())[6:])


def _amounts() -> Iterator[tuple[str, str]]:
    for net in ("0", "7", "007", "+7", " 7 ", "", "x", "7.0", "-7", "9" * 19, "٧", None):
        yield f"7 of {net!r}", original(form(person(amount="7"), net=net))
    for amount in (
        "",
        "x",
        "7.0",
        "+7",
        "-7",
        "0x7",
        "7 7",
        "7<a/>",
        "7<a>8</a>",
        "1" * 19,
        "1" * 20,
    ):
        yield (
            f"amount {amount!r}",
            original(form(person(amount="0"), net="7")).replace(
                "<ContributionAmount>0", f"<ContributionAmount>{amount}"
            ),
        )
    for place in ("Unknown", "Occupation", "Form", "WorkerDeduction", "EmployerCompensation"):
        for zone in (
            *("ContributionAmount", "EarlyRetirementContributionAmount", "StudentRemunAmount"),
            *("GrossRefRemunContributionAmount", "StudentContributionAmount", "UnrelatedAmount"),
            *("CompensationAmount", "DeductionAmount", "DeductionDetailAmount", "RemunAmount"),
            *("ComplIndemnityAmount", "IndemnityAmount", "NetOwedAmount", "Trusteeship"),
        ):
            added = f"<{place}><{zone}>7</{zone}></{place}>"
            yield f"{zone} in {place}", original(form(person() + added))
    for inside in (
        *("7<a>8</a> ", "7<a> 8</a>", "7<Border>8</Border>\n", "7<Border> 8 </Border>", "7<a/> "),
        *(
            "7<GradeOrFunction> 8</GradeOrFunction>",
            "7<GradeOrFunction>8</GradeOrFunction>",
            "7<a/>8",
        ),
        *("<a>7</a>\n<a/>", "<a>7</a><a/>", " 7<!-- --> ", "<![CDATA[ 7]]>", "&#32;7", "\u20037"),
    ):
        yield f"7 as {inside!r}", original(form(person(amount=inside), net="7"))
        yield f"employer {inside!r}", original(form(person(amount="0"), nsso=inside))
        yield f"person {inside!r}", original(form(person(inside)))
    for name, hint in {"known": HINT, "unknown": HINT.replace("20231", "20223")}.items():
        for inside in ("7", " 7", "7\n", " ", ""):
            added = f"<Unknown><CompensationAmount>{inside}</CompensationAmount></Unknown>"
            yield f"{name} {inside!r}", original(form(person(amount="7") + added), hint=hint)


def _amounts_of_forms() -> Iterator[tuple[str, str]]:
    seven, eight = person(amount="7"), person(BERT, amount="8")
    for first, second in (("7", "8"), ("15", "0"), ("0", "15"), ("8", "7"), (None, "15")):
        yield f"forms {first} {second}", original(form(seven, net=first), form(eight, net=second))
        yield (
            f"second without number {first} {second}",
            original(form(seven, net=first), form(eight, net=second, nsso=None)),
        )
    yield "amount before any employer", original("<ContributionAmount>7</ContributionAmount>")
    yield (
        "amount between forms",
        original(
            form(seven, net="7"), "<ContributionAmount>1</ContributionAmount>", form(eight, net="8")
        ),
    )


def _many() -> Iterator[tuple[str, str]]:
    for count in (499, 500, 501):
        wrong = "<Border>7</Border>" * count
        yield f"{count} wrong values", original(wrong, root="Unknown")
        empty = "<ReplacedINSS/>" * count
        yield f"{count} empty tags", original(empty, root="Unknown")
        empty = empty.replace("/>", "></ReplacedINSS>")
        yield f"{count} forgiven values", original(empty, root="Unknown")
    for count in (1000, 1001):
        strange = '<Border id="1">0</Border>' * count
        yield f"{count} attributes", original(strange, root="Unknown")
