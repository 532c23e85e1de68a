"""What the tests of the pages share."""

from __future__ import annotations

from functools import lru_cache

import pytest
from streamlit.components.v2 import manifest_scanner


@pytest.fixture(scope="session", autouse=True)
def installed_once():
    """Streamlit looks through every installed package whenever an app is opened, half a second each time; here nothing is installed
    between two of them."""
    plain = manifest_scanner.scan_component_manifests
    manifest_scanner.scan_component_manifests = lru_cache(plain)
    yield
    manifest_scanner.scan_component_manifests = plain
