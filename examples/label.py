"""Label a folder of photos and take the labels home as COCO JSON.

panel serve examples/label.py --args photos
"""

import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import panel as pn
from clickcut.panel import ClickCut
from clickcut.settings import default_dist
from clickcut_core.files.coco import coco
from clickcut_core.files.recipe_file import RecipeFile

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".heic", ".avif"}


def photos_in(folder):
    found = sorted(path for path in Path(folder).rglob("*") if path.suffix.lower() in SUFFIXES)
    return [path for path in found if ".thumb" not in path.name]


def merged(documents):
    """Make one COCO document of several, each of one photo; classes of one name become one."""
    images, annotations, categories = [], [], {}
    for document in documents:
        image = {**document["images"][0], "id": len(images) + 1}
        images.append(image)
        names = {each["id"]: each["name"] for each in document["categories"]}
        for each in document["annotations"]:
            category = categories.setdefault(names[each["category_id"]], len(categories) + 1)
            number = len(annotations) + 1
            annotations.append({**each, "id": number, "image_id": image["id"], "category_id": category})
    named = [{"id": number, "name": name, "supercategory": ""} for name, number in categories.items()]
    return {**documents[0], "images": images, "annotations": annotations, "categories": named}


pn.extension(sizing_mode="stretch_width")
photos = photos_in(sys.argv[1] if sys.argv[1:] else default_dist() / "samples")
cut = ClickCut(photos[0])
recipes = {}
labels = {}
place = pn.widgets.Select(name="Photo", options={path.name: number for number, path in enumerate(photos)})
classes = pn.widgets.TextInput(name="Classes", value="animal, flower, thing")
previous = pn.widgets.Button(name="Previous")
following = pn.widgets.Button(name="Next", button_type="primary")


def remember(recipe):
    """Keep what was clicked; COCO of it is made from the exact masks."""
    path = photos[place.value]
    recipes[path] = recipe
    shapes = cut.shapes() if any(each["visible"] for each in cut.objects) else []
    if shapes:
        labels[path] = json.loads(coco(shapes[0].runs.size, path.name, shapes))
    else:
        labels.pop(path, None)


def show(event):
    path = photos[event.new]
    cut.param.update(photo=path, recipe=recipes.get(path, ""))


def go(by):
    place.value = (place.value + by) % len(photos)


def name_active(name):
    """Name the object that clicks go to, as a step that can be undone."""
    if cut.recipe:
        read = RecipeFile.from_text(cut.recipe)
        document = read.document.with_name(read.document.active_id, name)
        cut.recipe = replace(read, document=document).to_text()


def class_buttons(text):
    names = [name.strip() for name in text.split(",") if name.strip()]
    return pn.FlexBox(
        *[pn.widgets.Button(name=name, on_click=lambda _, n=name: name_active(n)) for name in names]
    )


def progress(_):
    count = sum(len(each["annotations"]) for each in labels.values())
    return f"{len(labels)} of {len(photos)} photos, {count} objects"


def export():
    return io.BytesIO(json.dumps(merged(list(labels.values()))).encode())


save = pn.widgets.FileDownload(callback=export, filename="labels.json", label="COCO JSON", disabled=True)
cut.param.watch(lambda event: remember(event.new), "recipe")
cut.param.watch(lambda _: setattr(save, "disabled", not labels), "recipe")
place.param.watch(show, "value")
previous.on_click(lambda _: go(-1))
following.on_click(lambda _: go(1))

pn.template.BootstrapTemplate(
    title="Label",
    sidebar=[
        place,
        pn.Row(previous, following),
        classes,
        "Name the object that you are clicking:",
        pn.bind(class_buttons, classes),
        pn.layout.Divider(),
        pn.bind(progress, cut.param.recipe),
        save,
    ],
    main=[cut],
).servable()
