// What the page's header and its help do. What is chosen here is kept by `kept` of index.html.
const root = document.documentElement;
const editor = document.querySelector("click-cut");
const find = (selector) => document.querySelector(selector);

find("#open").addEventListener("click", () =>
  customElements.whenDefined("click-cut").then(() => editor.choosePhotos()),
);

for (const button of document.querySelectorAll(".theme")) {
  button.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    theme.chosen = root.dataset.theme;
  });
}

// What is sent of a photo: where nothing is, there is nothing to choose.
const chip = find("#chip");
const privacy = find("#privacy");
const encoding = kept("clickcut-encoder");
const ways = [...privacy.querySelectorAll("[name=encoder]")];
const encode = (chosen) => {
  if (chosen === "device") editor.setAttribute("encoder", chosen);
  else editor.removeAttribute("encoder");
  for (const way of ways) way.checked = way.value === chosen;
  for (const name of chip.querySelectorAll("span")) name.hidden = name.dataset.encoder !== chosen;
};
if (ways.length > 0) encode(encoding.chosen === "device" ? "device" : "server");
for (const way of ways) {
  way.addEventListener("change", () => {
    encode(way.value);
    encoding.chosen = way.value;
  });
}
privacy.addEventListener("beforetoggle", ({ newState }) => {
  if (newState !== "open") return;
  find("#forgotten").textContent = "";
  const { left, bottom } = chip.getBoundingClientRect();
  const room = root.clientWidth;
  privacy.style.top = `${bottom + 6}px`;
  privacy.style.left = `${Math.max(12, Math.min(left, room - 12 - Math.min(370, room - 24)))}px`;
});
find("#forget").addEventListener("click", async ({ target }) => {
  await customElements.whenDefined("click-cut");
  await editor.forget();
  find("#forgotten").textContent = target.dataset.done;
});

const about = find("#about");
const living = find("#living");
find("#help").addEventListener("click", () => {
  about.showModal();
  if (living) void showLiving();
});
about.addEventListener("click", (event) => {
  if (event.target === about) about.close();
});
find("#device").addEventListener("click", () => {
  about.close();
  customElements.whenDefined("click-cut").then(() => editor.showDevice());
});

/** The tag for what is cut out now: the photo and the file that is saved lie beside the page then. */
async function showLiving() {
  const count = editor.state?.objects.filter(({ area }) => area > 0).length ?? 0;
  living.hidden = true;
  if (count === 0) return;
  const { name } = JSON.parse(await editor.recipe()).photo;
  const saved = `${name.replace(/\.[^.]*$/, "")}-cutout${count > 1 ? "s" : ""}.png`;
  const tag = document.implementation.createHTMLDocument().createElement("click-cut"); // one that never starts
  for (const [attribute, value] of [
    ["controls", ""],
    ["src", encodeURIComponent(name)],
    ["recipe-src", encodeURIComponent(saved)],
  ])
    tag.setAttribute(attribute, value);
  const script = find("#tag").textContent.split("\n")[0];
  living.querySelector("pre").textContent = `${script}\n${tag.outerHTML.replace('=""', "")}`;
  living.hidden = false;
}

for (const button of about.querySelectorAll(".copy")) {
  const [shown, told] = [button.closest("section").querySelector("pre"), button.nextElementSibling];
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(shown.textContent);
      told.textContent = button.dataset.done;
    } catch {
      getSelection().selectAllChildren(shown); // to be copied by hand
    }
  });
}
