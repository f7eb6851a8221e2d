"""The words of the page at `/`, in German."""

from __future__ import annotations

PAGE: dict[str, str] = {
    "title": "clickcut: Foto anklicken, Objekt freistellen",
    "description": "Ein Klick ins Foto stellt das Objekt frei, als transparentes PNG. Jeder Klick wird im Browser selbst berechnet.",
    "motto": "Foto anklicken, Objekt freistellen.",
    "theme": "Hell oder dunkel",
    "help": "Hilfe",
    "close": "Schließen",
    # the gallery
    "samples": "Beispiele",
    "sample-photos": "Beispielfotos",
    "credit": "{title}. Foto: {credit}, {licence}",
    "photos": "Fotos",
    "all-photos": "Alle Fotos",
    "sample-astronaut": "Astronautin",
    "sample-cat": "Katze",
    "sample-coffee": "Kaffee",
    "sample-flower": "Blume",
    "sample-palace": "Palast",
    "sample-raccoon": "Waschbär",
    "sample-retina": "Netzhaut",
    "sample-rocket": "Rakete",
    # the help
    "about": "So geht’s",
    "about-click": "<b>Klick</b> auf das Objekt im Foto: Die Maske erscheint sofort. <b>Rechtsklick</b> oder Alt-Klick nimmt einen Teil weg. Dann den Freisteller speichern: ein transparentes PNG in voller Auflösung des Fotos.",
    "about-photo": "<b>Das eigene Foto.</b> Es wird einmal an diesen Server geschickt, damit der Encoder es liest, und nicht aufbewahrt; eine Zeit lang bleibt nur das Ergebnis des Encoders, unter dem Fingerabdruck des Fotos. Jeder Klick danach wird auf dem eigenen Gerät berechnet: Dabei wird nichts gesendet.",
    "about-published": "<b>Nichts wird gesendet.</b> Die Fotos wurden vorbereitet, als diese Seite entstand. Jeder Klick wird auf dem eigenen Gerät berechnet, und niemand erfährt davon.",
    "about-hand": "<b>Mit der Hand.</b> Ein Punkt lässt sich ziehen; Rechtsklick, Alt-Klick oder langes Drücken löscht ihn. Zwei Finger, die mittlere Taste oder <kbd>Leertaste</kbd> und Ziehen verschieben das Foto.",
    "about-keyboard": "<b>Nur mit der Tastatur.</b> Mit <kbd>Tab</kbd> zum Foto, das Fadenkreuz mit den Pfeiltasten bewegen und <kbd>Eingabe</kbd> drücken. <kbd>?</kbd> zeigt alle Tasten.",
    "about-made-with": "MobileSAM von Chaoning Zhang und anderen, Apache-2.0, läuft hier im Browser, dank onnxruntime-web und Pyodide.",
    "licences": "Lizenzen",
    # a published page that could not be kept
    "offline-altered": "Diese Seite lässt sich nicht für offline aufheben: Ihr Host schickt {file} anders, als es veröffentlicht wurde.",
    "offline-missing": "Diese Seite lässt sich nicht für offline aufheben: Ihr Host schickt {file} nicht.",
    "offline-full": "Diese Seite lässt sich nicht für offline aufheben: Auf diesem Gerät ist nicht genug Platz.",
}
