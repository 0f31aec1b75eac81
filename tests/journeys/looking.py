"""Look at a page as people do: wait for what the background brings, and at what axe sees."""

import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

PATIENCE = 60.0  # seconds; the scheduler rings every two


def until(page: Page, sight: Locator) -> None:
    """Look again until something is to be seen, as somebody without scripts would."""
    end = time.monotonic() + PATIENCE
    while not sight.is_visible():
        if time.monotonic() > end:
            raise AssertionError(f"not seen in time: {sight}\n{page.content()}")
        time.sleep(0.5)
        page.reload()


def no_violations(page: Page) -> None:
    """Fail on any accessibility violation of the page as it stands, once it is there whole."""
    page.wait_for_load_state()
    result = Axe().run(page)
    assert result.violations_count == 0, f"{page.url}\n{result.generate_report()}"


def press_shortcut(page: Page, letter: str) -> None:
    """Press Alt and a letter as a keyboard does: Playwright's own keys reach no access key."""
    key = {"key": letter, "text": letter, "unmodifiedText": letter, "modifiers": 1}
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", **key})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    session.detach()
