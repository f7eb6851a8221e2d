"""Several elements of a page, that come and go: what they share, and when they ask for it."""

import shutil
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import photos
from tests.browser.driver import Element, iou
from tests.browser.surroundings.conftest import (
    CENTRE,
    NAMES,
    Host,
    bare,
    is_runtime,
    open_page,
    requests_of,
    workers_of,
)


@pytest.mark.full
def test_several_elements_share_one_worker_and_one_copy_of_the_models(page: Page, host: Host) -> None:
    requests = requests_of(page)
    flower, cat = (bare(host.tags[name]) for name in NAMES)
    open_page(page, host.write("several.html", host.script + flower + cat + flower))
    masks = page.evaluate(
        f"""
        async () => {{
          const elements = [...document.querySelectorAll("click-cut")]
          await Promise.all(elements.map(async (element) => {{ await element.ready; {CENTRE} }}))
          await elements[2].undo()
          return elements.map(({{ state }}) => [state.photo.width, state.objects.length, state.canRedo])
        }}
        """
    )
    assert masks == [[640, 1, False], [451, 1, False], [640, 0, True]]
    assert workers_of(page) == 1
    names = [request.url.rpartition("/")[2] for request in requests if is_runtime(request)]
    assert len(names) == len(set(names))
    assert "decoder.onnx" in names


@pytest.mark.full
def test_added_and_removed_again_and_again_nothing_grows(page: Page, host: Host) -> None:
    open_page(page, host.write("again.html", f"{host.script}<main></main>"))
    devtools = page.context.new_cdp_session(page)
    tag = bare(host.tags["flower.jpg"])

    def round_trip() -> dict[str, float]:
        counts: dict[str, float] = page.evaluate(
            f"""
            async (tag) => {{
              const main = document.querySelector("main")
              main.innerHTML = tag
              const element = main.firstElementChild
              await element.ready
              {CENTRE}
              const counts = await element.counts()
              element.remove()
              return counts
            }}
            """,
            tag,
        )
        return counts

    def measure(nodes: float, listeners: float) -> dict[str, float]:
        """What the page has after garbage collections that leave so few; what still runs holds some."""
        for _ in range(60):
            devtools.send("HeapProfiler.collectGarbage")
            found = devtools.send("Performance.getMetrics")["metrics"]
            metrics = {each["name"]: each["value"] for each in found}
            if metrics["Nodes"] <= nodes and metrics["JSEventListeners"] <= listeners:
                break
            page.evaluate("new Promise((done) => requestIdleCallback(done))")
        return metrics

    devtools.send("Performance.enable")
    for _ in range(4):
        round_trip()
    first, before = round_trip(), measure(20, 0)
    for _ in range(20):
        last = round_trip()
        assert workers_of(page) == 1
    after = measure(before["Nodes"] + 10, before["JSEventListeners"])
    assert last == first
    assert after["Nodes"] <= before["Nodes"] + 10
    assert after["JSEventListeners"] <= before["JSEventListeners"]
    assert after["JSHeapUsedSize"] < before["JSHeapUsedSize"] + 500_000


@pytest.mark.full
def test_a_worker_that_nobody_comes_back_for_ends(page: Page, host: Host) -> None:
    page.add_init_script(  # its timers are twenty times as fast
        "const later = setTimeout; window.setTimeout = (act, ms) => later(act, ms / 20)"
    )
    open_page(page, host.write("left.html", host.script + bare(host.tags["cat.png"])))
    page.evaluate("document.querySelector('click-cut').ready")
    (worker,) = (worker for worker in page.workers if "worker.js" in worker.url)
    with worker.expect_event("close"):
        page.evaluate("document.querySelector('click-cut').remove()")


@pytest.mark.full  # a second case
def test_moved_and_put_back_it_goes_on(page: Page, host: Host) -> None:
    requests = requests_of(page)
    open_page(page, host.write("moved.html", f"{host.script}{host.tags['cat.png']}<main></main>"))
    element = Element(page)
    element.wait_ready()
    element.click(230, 150)
    before = element.mask()
    done = len(requests)
    element.evaluate("document.querySelector('main').append(element)")
    assert (element.mask() == before).all()
    element.evaluate(
        """
        element.remove()
        await new Promise((resolve) => setTimeout(resolve))
        const waiting = element.ready.then(() => "ready")
        const asleep = new Promise((resolve) => setTimeout(resolve, 50, "asleep"))
        window.told = await Promise.race([waiting, asleep])
        document.querySelector("main").append(element)
        await waiting
        """
    )
    assert page.evaluate("told") == "asleep"
    assert element.state["canUndo"]
    assert (element.mask() == before).all()
    assert requests[done:] == []  # not even the photo


@pytest.mark.full
@pytest.mark.parametrize("reach", ["scroll", "focus", "ask", "show"])
def test_nothing_is_loaded_until_it_is_needed(page: Page, host: Host, reach: str) -> None:
    requests = requests_of(page)
    poster = '<click-cut poster="clickcut/poster.png" '
    shutil.copyfile(photos.sample("cat.png"), host.root / "clickcut/poster.png")
    tag = bare(host.tags["cat.png"]).replace("<click-cut ", poster)
    style = "display: none" if reach == "show" else "display: block; margin-top: 5000px"
    open_page(page, host.write(f"{reach}.html", f"{host.script}<main style='{style}'>{tag}</main>"))
    page.wait_for_load_state("networkidle")
    assert not [request.url for request in requests if is_runtime(request) or ".clickcut" in request.url]
    needs: dict[str, Callable[[], object]] = {
        "scroll": lambda: page.mouse.wheel(0, 4500),
        "focus": lambda: page.locator("click-cut .stage").focus(),
        "ask": lambda: page.evaluate("void document.querySelector('click-cut').addPoint(225, 150)"),
        "show": lambda: page.evaluate("document.querySelector('main').style.display = ''"),
    }
    if reach != "show":
        shown = page.locator("click-cut .poster")
        assert shown.evaluate("(image) => [image.naturalWidth, image.checkVisibility()]") == [451, True]
        ratio = page.locator("click-cut .stage").evaluate(
            "({clientWidth, clientHeight}) => clientWidth / clientHeight"
        )
        assert ratio == pytest.approx(451 / 300, abs=0.02)  # so nothing moves when the photo comes
    with page.context.expect_event("request", is_runtime):
        needs[reach]()
    if reach != "scroll":
        return  # what follows is the same
    Element(page).wait_ready()
    assert not page.locator("click-cut .poster").is_visible()


@pytest.mark.full
def test_what_is_dropped_goes_to_the_element_it_is_dropped_on(page: Page, host: Host) -> None:
    """No server is there to encode it, and which element says so is which one took it."""
    tags = [tag.replace("<click-cut ", '<click-cut api="nowhere/" ') for tag in host.tags.values()]
    open_page(page, host.write("drops.html", host.script + "".join(tags) + "<p>beside</p>"))
    found = page.evaluate(
        """
        async () => {
          const elements = [...document.querySelectorAll("click-cut")]
          await Promise.all(elements.map(({ ready }) => ready))
          const photo = await (await fetch(elements[1].src)).blob()
          const drop = (target) => new Promise((resolve) => {
            const heard = ({ target }) => resolve(elements.indexOf(target))
            document.addEventListener("clickcut-error", heard, { once: true })
            const dataTransfer = new DataTransfer()
            dataTransfer.items.add(new File([photo, "x"], "new.png", { type: "image/png" }))
            target.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, composed: true }))
          })
          return [
            await drop(elements[1].shadowRoot.querySelector(".stage")),
            await drop(elements[0]),
            await drop(document.querySelector("p")),
          ]
        }
        """
    )
    assert found == [1, 0, 0]


@pytest.mark.full
def test_a_shared_worker_dies_for_all_and_each_goes_on(page: Page, host: Host) -> None:
    open_page(page, host.write("both.html", host.script + host.tags["flower.jpg"] + host.tags["cat.png"]))
    page.evaluate(
        f"""
        async () => {{
          window.elements = [...document.querySelectorAll("click-cut")]
          window.codes = []
          document.addEventListener("clickcut-error", ({{ detail }}) => codes.push(detail.code))
          for (const element of elements) {{ await element.ready; {CENTRE} }}
        }}
        """
    )
    before = [Element(page).mask()]
    (worker,) = (worker for worker in page.workers if "worker.js" in worker.url)
    worker.evaluate("() => self.close()")
    page.wait_for_function("() => codes.length === 2")
    assert page.evaluate("codes") == ["worker-died", "worker-died"]
    for _ in range(2):
        page.get_by_role("button", name="Restart").first.click()
    page.evaluate("Promise.all(elements.map(({ ready }) => ready))")
    assert workers_of(page) == 1
    assert iou(Element(page).mask(), before[0]) == 1
    assert page.evaluate("elements.map(({ state }) => state.objects.length)") == [1, 1]
