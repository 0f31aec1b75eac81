"""The official publications, where they stand beside the project."""

from __future__ import annotations

from pathlib import Path

import pytest

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"
# Our versions whose official schema is published beside the project.
OFFICIAL = {
    "dimona_2023_1": "Dimona_20231",
    "acrf_2023_1": "ACRF_20231",
    "notification_2022_3": "NOTIFICATION_20223",
    "idflux_2023_1": "IDFLUX_20231",
    "personnel_file_request_2023_1": "PersonnelFileConsultationRequest_20231",
    "personnel_file_answer_2022_3": "PersonnelFileConsultationAnswer_20223",
    "dmfa_2022_3": "DmfAOriginal_20223",
    "dmfa_2023_1": "DmfAOriginal_20231",
    "dmfa_update_2023_1": "DmfAUpdate_20231",
    "dmfa_pid_2022_4": "DmfAPID_20224",
    "dmfa_update_notification_2022_3": "DmfAUpdateNotification_20223",
    "dmfa_request_2022_4": "DmfAConsultationRequest_20224",
    "dmfa_answer_2022_4": "DmfAConsultationAnswer_20224",
    **{f"zima{number}_2023_1": f"ZIMA{number}_20231" for number in ("001", "002", "003")},
    **{f"zima{number}_2023_1": f"ZIMA{number}_20231" for number in ("005", "006")},
}


def official(name: str) -> Path:
    """The path of a publication; skips the test where the publications are not at hand."""
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"the official publication {name} is not beside the project")
    return path
