"""The page of the layout explorer, in headless Chromium.

    check_page.py INDEX.html FOLDER

Types into the form, moves by keyboard, measures contrast in the light and the dark scheme, and that
nothing is wider than a small screen. Screenshots are written to FOLDER.
"""

import sys
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "C" / "tools")]
from tally import Tally

LEAST_CONTRAST = 4.5
# The smallest contrast of any text with the background behind it, by WCAG 2, and the text.
CONTRAST = """
  const channels = (text) => {
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (rgb) => rgb.slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, k) => sum + c * [0.2126, 0.7152, 0.0722][k], 0);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const colour = channels(getComputedStyle(node).backgroundColor);
      if (colour[3] > 0) return colour;
    }
    return [255, 255, 255, 255];
  };
  let worst = [99, ""];
  for (const node of document.querySelectorAll("body *")) {
    const text = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!text || !node.offsetParent) continue;
    const [a, b] = [channels(getComputedStyle(node).color), behind(node)].map(luminance);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < worst[0]) worst = [ratio, node.textContent.slice(0, 40)];
  }
  return worst;
"""


def browser():
    options = webdriver.ChromeOptions()
    for option in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(option)
    options.binary_location = "/usr/bin/chromium"
    return webdriver.Chrome(options, webdriver.ChromeService("/usr/bin/chromedriver"))


def media(driver, scheme, width, height):
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia",
                           {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})


class Page:
    def __init__(self, driver):
        self.driver = driver

    def text(self, name):
        return self.driver.find_element(By.ID, name).text

    def enter(self, **fields):
        for name, value in fields.items():
            field = self.driver.find_element(By.ID, name)
            field.clear()
            field.send_keys(value, Keys.TAB)

    def press(self, *keys):
        for key in keys:
            webdriver.ActionChains(self.driver).send_keys(key).perform()

    def focused(self):
        return self.driver.execute_script("return document.activeElement.id")

    def count(self, selector):
        return len(self.driver.find_elements(By.CSS_SELECTOR, selector))


def equal(tally, name, found, wanted):
    tally.check(name, "" if found == wanted else f"{found!r}, not {wanted!r}")


def contains(tally, name, text, wanted):
    tally.check(name, "" if wanted in text else f"{text!r} lacks {wanted!r}")


def check_answers(page, tally):
    page.enter(shape="3, 4", strides="", suboffsets="", itemsize="4", key="1:3, ::-2")
    contains(tally, "fields of a selection", page.text("facts"), "(16, -8)")
    equal(tally, "selected bytes have a frame", page.count(".chosen"), 16)
    contains(tally, "a refusal has its text", page.text("requests"),
             "PyBUF_SIMPLE refused BufferError: memoryview: underlying buffer is not C-contiguous")
    page.enter(key="3, 0")
    equal(tally, "an error has its kind and text", page.text("problem"),
          "IndexError: index out of bounds on dimension 1")
    page.enter(shape="3, x", key="...")
    contains(tally, "a wrong shape is named", page.text("problem"), "shape")
    page.enter(shape="3, 4", strides="8, 2", suboffsets="0, -1", itemsize="2")
    equal(tally, "pointers are drawn", page.count(".pointer"), 24)
    page.enter(shape="1000, 1000", strides="", suboffsets="")
    contains(tally, "large arrays are not drawn", page.text("memory"), "not drawn")


def check_keyboard(page, tally):
    page.driver.refresh()
    page.driver.execute_script("document.activeElement.blur()")
    order = []
    for _ in range(9):
        page.press(Keys.TAB)
        order.append(page.focused())
    equal(tally, "tab goes through the form to the memory", order[1:],
          ["example", "shape", "strides", "suboffsets", "itemsize", "key", "readonly", "memory"])
    page.enter(shape="3, 4", itemsize="2", strides="", suboffsets="", key="1")
    page.driver.execute_script("document.getElementById('memory').focus()")
    page.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_DOWN)
    equal(tally, "arrow keys move from item to item", page.text("current"),
          "item [1, 1]: bytes 10 to 11, selected")
    equal(tally, "the item's bytes are marked", page.count(".now"), 2)


def check_looks(page, tally, folder):
    for scheme in ("light", "dark"):
        for width in (1200, 360):
            media(page.driver, scheme, width, 1100)
            ratio, text = page.driver.execute_script(CONTRAST)
            tally.check(f"contrast, {scheme}, {width} pixels",
                        "" if ratio >= LEAST_CONTRAST else f"{ratio:.2f} of “{text}”")
            wide = page.driver.execute_script("return document.scrollingElement.scrollWidth")
            tally.check(f"nothing is wider than {width} pixels", "" if wide <= width else wide)
            page.driver.save_screenshot(str(folder / f"{scheme}-{width}.png"))


def main():
    index, folder, tally = Path(sys.argv[1]).resolve(), Path(sys.argv[2]), Tally()
    driver = browser()
    try:
        page = Page(driver)
        driver.get(f"file://{index}")
        check_answers(page, tally)
        check_keyboard(page, tally)
        check_looks(page, tally, folder)
        tally.check("no error in the console",
                    " ".join(entry["message"] for entry in driver.get_log("browser")))
    finally:
        driver.quit()
    tally.finish()


main()
