from django.urls import path, register_converter

from declarations.glossary import views


class VersionConverter:
    """A version in an address: "2023/1" is "2023-1"."""

    regex = "[0-9]{4}-[0-9]"

    def to_python(self, value: str) -> str:
        """The version as the model writes it."""
        return value.replace("-", "/")

    def to_url(self, value: str) -> str:
        """The version without the slash."""
        return value.replace("/", "-")


register_converter(VersionConverter, "version")

VERSION = "glossary/<slug:flow>/<version:version>/"

urlpatterns = [
    path("glossary/", views.door, name="glossary"),
    path("glossary/anomalies/", views.anomalies, name="anomalies"),
    path("glossary/anomalies/<slug:anomaly_id>/", views.anomaly, name="anomaly"),
    path("glossary/codes/<slug:name>/", views.code_list, name="code_list"),
    path(VERSION, views.flow, name="glossary_flow"),
    path(f"{VERSION}schema.xsd", views.xsd, name="glossary_xsd"),
    path(f"{VERSION}schema.json", views.json, name="glossary_json"),
    path(f"{VERSION}blocks/<slug:label>/", views.block, name="glossary_block"),
    path(f"{VERSION}zones/<slug:label>/", views.zone, name="glossary_zone"),
]
