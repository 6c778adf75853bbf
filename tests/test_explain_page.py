"""The HTML page in a real browser: play, step, slider, keys; no network, no console errors."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

import upconv
from upconv.explanation import overlap
from upconv.explanation.page import page as document

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def browser():
    api = pytest.importorskip("playwright.sync_api", reason="needs Playwright for Python")
    if CHROMIUM is None:
        pytest.skip("no chromium on the PATH")
    with api.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser, tmp_path):
    """A page of ten steps, and what it asked for or complained of."""
    told = upconv.explain(np.arange(9).reshape(3, 3), np.ones((3, 3)), stride=2, padding=1)
    path = told.save(tmp_path / "a.html", seconds=0.2)
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        opened = context.new_page()
        heard = []
        opened.on("console", lambda message: heard.append(message.text))
        opened.on("pageerror", lambda error: heard.append(str(error)))
        opened.on("request", lambda request: heard.append(request.url))
        opened.goto(path.as_uri())
        assert heard == [path.as_uri()]
        heard.clear()
        yield opened, told
        assert heard == []


def cells(page, title):
    return page.locator(f"table[aria-label='{title}'] td").all_text_contents()


def numbers(told, step, place):
    return [cell.text for row in told.scene(step).grids[place].rows for cell in row]


def now(page):
    return page.locator("#heading").inner_text()


def test_buttons_step_and_the_numbers_are_those_of_the_steps(page):
    page, told = page
    for step in range(1, len(told)):
        assert now(page) == told.scene(step).heading
        assert page.locator("#sentence").inner_text() == told.steps[step - 1].sentence
        assert cells(page, "INPUT 3×3") == numbers(told, step, 0)
        assert cells(page, "OUTPUT 5×5") == numbers(told, step, 3)
        assert page.locator("td.on").count() == 1 + 9 + 9 + 9
        page.get_by_label("Next step").click()
    assert cells(page, "OUTPUT 5×5") == numbers(told, 10, 0) + numbers(told, 10, 1)
    assert page.get_by_label("Next step").is_disabled()
    page.get_by_label("Previous step").click()
    assert now(page).startswith("Step 9 of 10")
    assert cells(page, "OUTPUT 5×5") == numbers(told, 9, 3)
    page.get_by_label("First step").click()
    assert now(page).startswith("Step 1 of 10")


def test_the_slider_goes_anywhere(page):
    page, told = page
    for step in (7, 2, 10, 1):
        page.get_by_role("slider").fill(str(step))
        assert now(page) == told.scene(step).heading
    assert page.get_by_role("slider").get_attribute("aria-valuetext") == told.scene(1).heading


def test_play_goes_to_the_end_and_pauses(page):
    page, _ = page
    page.get_by_label("Play").click()
    page.get_by_label("Pause").click()
    stopped = now(page)
    page.wait_for_timeout(500)
    assert now(page) == stopped
    page.get_by_label("Play").click()
    page.locator("#heading", has_text="Step 10 of 10").wait_for()
    page.get_by_label("Play").wait_for()


def test_keys(page):
    page, _ = page
    for key, step in (("ArrowRight", 2), ("End", 10), ("ArrowLeft", 9), ("Home", 1)):
        page.keyboard.press(key)
        assert now(page).startswith(f"Step {step} of 10")
    page.keyboard.press(" ")
    page.get_by_label("Pause").wait_for()


def test_everything_has_a_name_and_nothing_is_wider_than_a_phone(page):
    page, _ = page
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    for button in page.get_by_role("button").all():
        assert button.get_attribute("aria-label")
        assert button.bounding_box()["height"] >= 44
    assert page.locator("html").get_attribute("lang") == "en"


def test_light_and_dark_follow_the_system(page):
    page, _ = page
    grounds = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(255, 255, 255)", "rgb(20, 23, 26)"]


def test_a_text_cannot_end_the_script():
    scene = replace(upconv.explain([1], [1]).scenes[0], sentence="</script><b>")
    assert document([scene], "</script>", "", 1).count("</script>") == 2


def test_a_single_step_has_no_controls(browser, tmp_path):
    path = overlap(3, 2, input_size=3).save(tmp_path / "a.html")
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        opened = context.new_page()
        opened.goto(path.as_uri())
        assert opened.locator("#heading").is_visible()
        assert not opened.get_by_label("Play").is_visible()
        assert not opened.locator(".keys").is_visible()
