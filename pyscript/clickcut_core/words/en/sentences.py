"""What can go wrong, and what should be known of a file: one sentence each, by code."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # the photo
    "empty-photo": "The photo is empty: not a single byte arrived. Choose the file again.",
    "not-a-photo": "This file is not a photo that can be read here, or it is damaged. "
    "Use JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF or HEIC.",
    "raw-photo": "This is a camera's raw file, which holds no finished picture. "
    "Open it in a photo program, and save it as JPEG or PNG.",
    "photo-variant": "This kind of {format} can't be read here. "
    "Open it in the program it comes from, and save it as an 8-bit PNG.",
    "truncated-photo": "The photo ends before it is complete. Save or download it again.",
    "too-many-bytes": "The photo is larger than {limit} MB, the most that is accepted here. Save a smaller one.",
    "too-many-pixels": "The photo has {width} × {height} pixels; at most {limit} megapixels are accepted here. "
    "Scale it down first.",
    "photo-too-small": "The photo is {width} × {height} pixels. Its shorter side must have at least {limit}.",
    "photo-too-narrow": "The photo is {width} × {height} pixels. One side may be at most {limit} times the other.",
    "unsupported-media-type": "Content-Type {media_type} is not accepted. Send the photo's bytes as the body, "
    "with Content-Type image/jpeg (or another image type) or application/octet-stream.",
    "photo-unreachable": "The photo at {url} could not be loaded. Check the address and try again.",
    "photo-elsewhere": "The picture is at {site}, which can't be reached or does not let this page read it. "
    "Save it and drop the file here, or copy the picture and paste it.",
    "photo-page": "{url} is a web page, not a picture. Drop the picture itself, or save it and open the file.",
    "file-unreadable": "The file can't be read any more: it was changed, moved or deleted. Choose it again.",
    "photo-array": "An array is a photo as uint8 of shape (height, width), (height, width, 3) or "
    "(height, width, 4); this one is {dtype} of shape {shape}.",
    "photo-undecodable": "This browser can't read that photo. Save it as JPEG or PNG and try again.",
    "no-encoder": "This page has no encoder for new photos: "
    "the element needs an `api` address or an `embedding` file.",
    "encoder-unreachable": "What prepares photos on this device could not be loaded whole. "
    "Check the connection and try again; what was open stays.",
    "encoder-memory": "There is too little memory left here to prepare the photo. "
    "Close other tabs and try again; what was open stays.",
    "encode-failed": "The photo could not be prepared on this device. What was open stays.",
    # the embedding
    "invalid-hash": "{value} is not a photo's hash. Use the 64 hexadecimal digits of its SHA-256.",
    "unknown-photo": "No embedding is known for this photo. Send the photo itself to have one made.",
    "embedding-unreachable": "The embedding at {url} could not be loaded. Check the address and try again.",
    "embedding-format": "This is not a clickcut embedding: {reason}. Make one with `clickcut encode photo.jpg`.",
    "embedding-checksum": "The embedding is damaged: its checksum does not match. Make or download it again.",
    "embedding-model": "The embedding was made by model {found}, but this decoder belongs to model {expected}. "
    "Make it again with `clickcut encode`.",
    "embedding-photo": "The embedding is for a photo of {expected}, but this photo has {found} pixels. "
    "Use the embedding made from this photo.",
    "embedding-picture": "The embedding shows another picture than this photo does here, or the same one turned. "
    "Use the embedding made from this photo, or make it again with `clickcut encode`.",
    # the recipe inside a cut-out
    "recipe-format": "The recipe in this file can't be read: {reason}.",
    "recipe-missing": "There is no recipe in {file}. Use a PNG that clickcut has saved with one.",
    "recipe-unreachable": "The cut-out at {url} could not be loaded. Check the address and try again.",
    "recipe-photo": "This cut-out was made from {name}. Open that photo to go on from there.",
    # the models
    "model-missing": "The model file {file} is missing. Run `clickcut models build`.",
    "model-altered": "The model file {file} is not the one its manifest describes. Run `clickcut models build`.",
    "model-source": "The source file {file} has SHA-256 {found}, not {expected}. Install the package again.",
    "model-unknown": "The weights in {file} are not MobileSAM's: their SHA-256 is {found}. "
    "If you trust who made them, give it as --accept-sha256.",
    "model-unfit": "The weights in {file} don't fit the network: {reason}. Use a checkpoint of MobileSAM's shape.",
    "build-missing": "What builds is not installed here. Install it with `pip install 'clickcut[build]'`.",
    "encoder-unusable": "The encoder {file} can't be used: {reason}. "
    "docs/encoder.md says what it must take and give.",
    "too-little-memory": "There is too little memory for that here. Close other programs, or use a smaller photo.",
    "server-missing": "What serves is not installed here. Install it with `pip install 'clickcut[server]'`.",
    "panel-missing": "The studio needs Panel. Install it with `pip install 'clickcut[panel]'`.",
    "ray-missing": "Ray is not installed here. Install it with `pip install 'clickcut[ray]'`, "
    "or leave --engine ray out.",
    # publishing
    "no-photos": "There is no photo in {where}. Name photos, or folders that hold "
    "JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF or HEIC.",
    "one-photo-only": "A page for a single photo was asked for, and these are {count}. "
    "Name one, or leave --single out.",
    "unreadable-file": "The file can't be read: {reason}.",
    "unwritable-file": "{file} can't be written: {reason}.",
    "output-is-input": "{file} is read by this command, which would write over it or remove it. "
    "Choose another place with -o.",
    "output-twice": "{first} and {second} would both be written to {file}. "
    "Rename one of them, or give two commands with different folders.",
    "too-large-to-host": "What would be published has {size} MB, and many hosts refuse more than {limit} MB. "
    "Publish a smaller copy with --no-originals.",
    "site-foreign-file": "{file} is there already and was not written by clickcut. "
    "Choose another folder, or move that file away.",
    "folder-taken": "{folder} is open in another studio. Close that one, and give the command again.",
    "site-busy": "Another run is writing into {folder}. Wait for its end, and give the command again.",
    "site-unwritable": "{file} can't be written: {reason}. What is complete stays; "
    "the same command goes on from there.",
    "runtime-missing": "There is no browser runtime in {folder}. Install it with `pip install clickcut-web`, or run `make dist` in a checkout.",
    "runtime-unreachable": "The element could not be loaded from {url}. "
    "CLICKCUT_RUNTIME_URL says where else it is; docs/panel.md has more.",
    # prompts
    "invalid-prompt": "{reason}",
    "no-photo": "There is no photo yet. Open one first.",
    "no-mask": "There is no mask yet. Click the object first.",
    "some-failed": "{failed} of {count} photos could not be cut out; the others are done. "
    "The same command goes on from there.",
    "no-subject": "Nothing in this photo stands out as an object. Click what you want instead.",
    "no-object": "There is no object {id} in this photo.",
    "too-many-objects": "A photo may have {limit} objects, and no more. Delete some first.",
    "too-many-points": "The objects of a photo may have {limit} points together, and no more. Take some away first.",
    "too-many-edits": "The objects of a photo may have {limit} strokes and other edits together, and no more. "
    "Start an object anew, or save it as a mask and import that.",
    "too-many-closer": "Look closer works in {limit} places of a photo, and no more. "
    "Press Whole photo for one of them first.",
    "closer-useless": "Look closer would gain nothing here. It is for an object that covers less than 5 % "
    "of a photo of at least 6 megapixels.",
    "closer-missing": "The part of the photo that Look closer needs is not prepared. Open the photo again.",
    "outside-closer": "That is outside the part of the photo that Look closer shows. "
    "Press Whole photo first.",
    "mask-size": "The mask has {found} pixels, and the photo {expected}. "
    "Use a mask of the photo's size, or of the same proportions.",
    "mask-empty": "The mask is empty: nothing in that file is brighter, or more opaque, than half. "
    "Use white for the object on black, or labels of which 0 is the background.",
    "mask-values": "The mask's numbers go from {least} to {most}. Use 0 to 1, 0 to 255, or labels: whole numbers from 0.",
    "unsupported-format": "{format} is not a format for cut-outs. Use one of {known}.",
    "invalid-look": "{name} is a number of photo pixels from {least} to {most} for this photo, not {value}.",
    "invalid-option": "The file can't be made like that: {reason}.",
    "format-too-small": "{format} holds pictures of up to {limit} pixels a side, and this one has {width} × {height}. "
    "Choose PNG.",
    "empty-mask": "The mask is empty, so there is nothing to crop to. Click another place.",
    "format-unavailable": "This browser can't write {format}. Choose another format.",
    "blur-unavailable": "This browser can't blur. Choose another background.",
    "background-undecodable": "This browser can't read that background. Use a JPEG or PNG.",
    "copy-refused": "The browser does not let this page copy pictures. Use Download instead.",
    "decode-failed": "The mask could not be computed. Your clicks are kept; try again.",
    # the page and its server
    "worker-died": "The engine of this page has stopped. Your clicks are kept: restart to go on.",
    "wrong-answer": "This browser computes masks wrongly: a test is off by {difference}. "
    "What it cuts out can't be trusted; try another browser.",
    "runtime-failed": "The page could not start its engine. Reload the page to try again.",
    "engine-stalled": "The engine of this page did not start in time. It is started again with one thread.",
    "engine-unreachable": "What this page needs to find objects could not be loaded whole. "
    "Check the connection and try again.",
    "engine-blocked": "This browser, or a rule of this page, does not allow WebAssembly, which finds the objects. "
    "Allow it, or try another browser.",
    "out-of-memory": "There is too little memory left for that. Close other tabs, or use a smaller photo. "
    "Your clicks are kept.",
    "step-failed": "That did not work, and the reason is on our side. Your clicks are kept: try again, "
    "and reload the page if it stays.",
    "canvas-blocked": "This browser does not let pages read pictures, or alters what they read. "
    "Masks and shapes still work; allow this site to read canvases to save pictures.",
    "server-unreachable": "The server can't be reached. Photos already open still work; "
    "try again for new ones.",
    "cancelled": "Cancelled. Nothing was lost.",
    "internal-error": "Something went wrong on our side. Try again; if it stays, report it with the time.",
    "server-failed": "Something went wrong on the server. Try again; if it stays, report it with this number: {request}.",
    "not-found": "There is nothing at this address.",
    "method-not-allowed": "{method} is not possible at this address.",
    "invalid-request": "The request is not understood: {reason}.",
    "encoder-wrong": "The encoder works wrongly on this machine: of a drawn disc that is clicked, the mask has an IoU of "
    "{found} instead of {expected}. Choose another one with --encoder.",
    "not-ready": "The models are not loaded yet. Try again in a few seconds.",
    "busy": "The server is busy. Try again in {seconds} seconds.",
    "too-many-at-once": "At most {limit} photos can be sent at a time. Try again when one of them is done.",
    "too-many-requests": "At most {limit} photos can be sent in a minute. Try again in {seconds} seconds.",
    "upload-too-slow": "The photo did not arrive within {limit} seconds. Send a smaller one, or try again.",
    "token-needed": "This server is for those who have a token. Send it as `Authorization: Bearer …`.",
    "tokens-unusable": "The tokens in {file} can't be used: {reason}.",
    "origin-unusable": "{origin} is not an origin. Write it as https://example.org, without a path.",
    "png-too-large": "As a PNG this photo could take {size} MB, more than this server allows one client. "
    "Save it as JPEG or PNG yourself, or scale it down.",
    "other-site": "Pages of other sites can't send photos to this server. "
    "Whoever runs it lets them in with --origins.",
    "host-unknown": "This server is not known by the name in this address. Whoever runs it adds the name with --hosts.",
    "hosts-unusable": "{name} is not a host's name. Write it as cut.example.org, without scheme, port or path.",
    "cutout-too-costly": "The cut-out takes more time or memory than is allowed here. "
    "Ask for another format, or send a smaller photo.",
    "photo-needed": "A picture is made of the photo's pixels. Send the photo itself, "
    "or ask for svg, coco, coco-polygons, npy or json.",
    "photo-too-costly": "The photo takes more time or memory to decode than is allowed here. "
    "Save it anew, smaller or as a JPEG, and try again.",
}

NOTES: dict[str, str] = {
    "recipe-model": "This recipe was made with another model: masks may differ slightly.",
    "first-frame": "This file holds several pictures; the first one is used.",
    "larger-picture": "This file holds several pictures; a large one is used, and not the small one before it.",
    "scaled-down": "This photo has more pixels than can be worked on here. It was scaled down, and so is what you save.",
    "high-dynamic-range": "This photo is brighter than a file of 8 bits can be (HDR). Its brightness was reduced.",
}
