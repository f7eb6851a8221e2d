"""German: what is said of many photos side by side."""

from __future__ import annotations

TRAY: dict[str, str] = {
    "tray": "Fotos",
    "tray-waiting": "Wartet",
    "tray-encoding": "Wird vorbereitet",
    "tray-ready": "Bereit",
    "tray-picked": "Freigestellt",
    "tray-done": "Angenommen",
    "tray-broken": "Lässt sich nicht öffnen",
    "tray-count": "{done} von {all} angenommen",
    "tray-problem": "{name} lässt sich nicht öffnen: {why}",
    "tray-more-problems": "Auch {count} weitere lassen sich nicht öffnen.",
    "tray-unkept": "Dieser Browser hat für {count} dieser Fotos keinen Platz. Bitte vor dem Verlassen der Seite speichern.",
    "accept": "Annehmen",
    "accept-hint": "Diesen Freisteller annehmen und zum nächsten Foto (Eingabe)",
    "accept-nothing": "Noch nichts anzunehmen: erst das Objekt anklicken, oder ein anderes Foto wählen",
    "accept-all": "Alle Fotos sind fertig und können zusammen gespeichert werden.",
    "save-done": "Alle speichern",
    "save-done-hint": "Alles Angenommene als ein ZIP speichern, mit allen Umrissen in einer COCO-Datei",
    "saved-without": "{name} gespeichert, ohne {count}, die sich nicht öffnen ließen",
    "no-photos-inside": "Keine Fotos in diesem Ordner",
    "remove-photo": "{name} entfernen",
    "close-tray": "Diese Fotos schließen",
    # keys
    "keys-accept": "Eingabe",
    "does-accept": "Annehmen und weitergehen, solange kein Fadenkreuz zu sehen ist",
    "keys-beside": "Bild auf, Bild ab",
    "does-beside": "Voriges oder nächstes Foto, solange kein Fadenkreuz zu sehen ist",
    "keys-remove-photo": "Entf",
    "does-remove-photo": "Das Foto entfernen",
}
