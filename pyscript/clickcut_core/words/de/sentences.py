"""What can go wrong, and what should be known of a file, in German."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # the photo
    "empty-photo": "Das Foto ist leer: Kein einziges Byte ist angekommen. Bitte die Datei noch einmal auswählen.",
    "not-a-photo": "Diese Datei ist kein lesbares Foto. Möglich sind JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF und HEIC.",
    "truncated-photo": "Das Foto ist unvollständig: Sein Ende fehlt. Bitte noch einmal speichern oder herunterladen.",
    "too-many-bytes": "Das Foto ist größer als {limit} MB, mehr wird hier nicht angenommen. Bitte kleiner speichern.",
    "too-many-pixels": "Das Foto hat {width} × {height} Pixel; höchstens {limit} Megapixel werden hier angenommen. Bitte vorher verkleinern.",
    "photo-too-small": "Das Foto hat {width} × {height} Pixel. Die kürzere Seite braucht mindestens {limit}.",
    "photo-too-narrow": "Das Foto hat {width} × {height} Pixel. Eine Seite darf höchstens {limit}-mal so lang sein wie die andere.",
    "unsupported-media-type": "Der Content-Type {media_type} wird nicht angenommen. Die Bytes des Fotos gehören in den Body, mit dem Content-Type image/jpeg (oder dem eines anderen Bildes) oder application/octet-stream.",
    "photo-unreachable": "Das Foto unter {url} ließ sich nicht laden. Bitte die Adresse prüfen und noch einmal versuchen.",
    "photo-array": "Ein Array ist ein Foto als uint8 der Form (Höhe, Breite), (Höhe, Breite, 3) oder (Höhe, Breite, 4); dieses ist {dtype} der Form {shape}.",
    "photo-undecodable": "Dieser Browser kann das Foto nicht lesen. Bitte als JPEG oder PNG speichern und noch einmal versuchen.",
    "encoder-unreachable": "Was Fotos auf diesem Gerät vorbereitet, konnte nicht ganz geladen werden: {reason}. Prüfe die Verbindung und versuche es noch einmal; was offen war, bleibt.",
    "encoder-memory": "Hier ist zu wenig Speicher frei, um das Foto vorzubereiten. Schließe andere Tabs und versuche es noch einmal; was offen war, bleibt.",
    "encode-failed": "Das Foto konnte auf diesem Gerät nicht vorbereitet werden: {reason}. Was offen war, bleibt.",
    "no-encoder": "Diese Seite hat keinen Encoder für neue Fotos: Das Element braucht eine Adresse als `api` oder eine Datei als `embedding`.",
    # the embedding
    "invalid-hash": "{value} ist kein Hash eines Fotos. Gebraucht werden die 64 Hexadezimalziffern seines SHA-256.",
    "unknown-photo": "Zu diesem Foto ist kein Embedding bekannt. Das Foto selbst senden, dann entsteht eines.",
    "embedding-unreachable": "Das Embedding unter {url} ließ sich nicht laden. Bitte die Adresse prüfen und noch einmal versuchen.",
    "embedding-format": "Das ist kein Embedding von clickcut: {reason}. Eines entsteht mit `clickcut encode photo.jpg`.",
    "embedding-checksum": "Das Embedding ist beschädigt: Die Prüfsumme stimmt nicht. Bitte neu erzeugen oder herunterladen.",
    "embedding-model": "Das Embedding stammt vom Modell {found}, dieser Decoder gehört aber zum Modell {expected}. Bitte mit `clickcut encode` neu erzeugen.",
    "embedding-photo": "Das Embedding gehört zu einem Foto mit {expected} Pixeln, dieses Foto hat aber {found}. Bitte das Embedding dieses Fotos verwenden.",
    # the recipe inside a cut-out
    "recipe-format": "Das Rezept in dieser Datei ist nicht lesbar: {reason}.",
    "recipe-missing": "In {file} ist kein Rezept. Gebraucht wird ein PNG, das clickcut mit Rezept gespeichert hat.",
    "recipe-photo": "Dieser Freisteller entstand aus {name}. Ist dieses Foto geöffnet, geht es dort weiter, wo er aufhörte.",
    # the models
    "model-missing": "Die Modelldatei {file} fehlt. `clickcut models build` erzeugt sie.",
    "model-altered": "Die Modelldatei {file} ist nicht die, die im Manifest steht. `clickcut models build` erzeugt sie neu.",
    "model-source": "Die Quelldatei {file} hat den SHA-256 {found} statt {expected}. Bitte das Paket neu installieren.",
    "encoder-unusable": "Der Encoder {file} lässt sich nicht verwenden: {reason}. Was er nehmen und geben muss, steht in docs/encoder.md.",
    # publishing
    "no-photos": "In {where} ist kein Foto. Bitte Fotos angeben oder Ordner, in denen JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF oder HEIC liegen.",
    "one-photo-only": "Eine Seite für ein einziges Foto war gewünscht, und das sind {count}. Bitte eines angeben oder --single weglassen.",
    "unreadable-file": "Die Datei lässt sich nicht lesen: {reason}.",
    "too-large-to-host": "Veröffentlicht hätte das Foto {size} MB, und viele Anbieter nehmen höchstens {limit} MB. Mit --no-originals wird eine kleinere Kopie veröffentlicht.",
    "site-foreign-file": "{file} ist schon da und stammt nicht von clickcut. Bitte einen anderen Ordner wählen oder die Datei verschieben.",
    "site-busy": "In {folder} schreibt gerade ein anderer Lauf. Bitte warten, bis er fertig ist, und den Befehl dann wiederholen.",
    "site-unwritable": "{file} lässt sich nicht schreiben: {reason}. Was fertig ist, bleibt; derselbe Befehl macht dort weiter.",
    "runtime-missing": "In {folder} ist keine Laufzeit für den Browser. `clickcut build runtime` erzeugt sie.",
    "runtime-unreachable": "Das Element ließ sich nicht von {url} laden. Mit CLICKCUT_RUNTIME_URL lässt sich eine andere Stelle angeben; mehr steht in docs/panel.md.",
    # measuring
    "unreadable-data": "{file} aus den Daten lässt sich nicht verwenden: {reason}. Es ist eine Liste von Objekten mit `set`, `name`, `image` und `mask`.",
    # prompts
    "invalid-prompt": "{reason}",
    "no-photo": "Es ist noch kein Foto da. Bitte zuerst eines öffnen.",
    "no-mask": "Es gibt noch keine Maske. Bitte zuerst das Objekt anklicken.",
    "no-object": "In diesem Foto gibt es kein Objekt {id}.",
    "mask-size": "Die Maske hat {found} Pixel und das Foto {expected}. Sie muss so groß sein wie das Foto oder die gleichen Proportionen haben.",
    "unsupported-format": "{format} ist kein Format für Freisteller. Möglich sind {known}.",
    "invalid-look": "{name} ist eine Zahl von Pixeln des Fotos, hier zwischen {least} und {most}, nicht {value}.",
    "invalid-option": "So lässt sich die Datei nicht erzeugen: {reason}.",
    "empty-mask": "Die Maske ist leer, es gibt also nichts zum Zuschneiden. Bitte eine andere Stelle anklicken.",
    "format-unavailable": "Dieser Browser kann {format} nicht schreiben. Bitte ein anderes Format wählen.",
    "blur-unavailable": "Dieser Browser kann nicht weichzeichnen. Bitte einen anderen Hintergrund wählen.",
    "background-undecodable": "Dieser Browser kann den Hintergrund nicht lesen. Bitte ein JPEG oder PNG verwenden.",
    "copy-refused": "Der Browser lässt diese Seite keine Bilder kopieren. „Speichern“ geht stattdessen.",
    "decode-failed": "Die Maske ließ sich nicht berechnen: {reason}. Die Klicks bleiben erhalten; bitte noch einmal versuchen.",
    # the page and its server
    "worker-died": "Der Teil dieser Seite, der die Objekte findet, hat angehalten. Die Klicks bleiben erhalten: Nach einem Neustart geht es weiter.",
    "wrong-answer": "Dieser Browser berechnet Masken falsch: Eine Probe weicht um {difference} ab. Auf seine Freisteller ist kein Verlass; bitte einen anderen Browser verwenden.",
    "runtime-failed": "Das Rechenwerk der Seite ließ sich nicht starten: {reason}. Bitte die Seite neu laden.",
    "server-unreachable": "Der Server ist nicht erreichbar. Offene Fotos lassen sich weiter bearbeiten; für neue bitte später noch einmal versuchen.",
    "cancelled": "Wie gewünscht abgebrochen.",
    "internal-error": "Bei uns ist etwas schiefgegangen. Bitte noch einmal versuchen; falls es dabei bleibt, mit Uhrzeit melden.",
    "server-failed": "Auf dem Server ist etwas schiefgegangen. Bitte noch einmal versuchen; falls es dabei bleibt, mit dieser Nummer melden: {request}.",
    "not-found": "Unter dieser Adresse gibt es nichts.",
    "method-not-allowed": "{method} ist unter dieser Adresse nicht möglich.",
    "invalid-request": "Die Anfrage ist nicht verständlich: {reason}.",
    "encoder-wrong": "Der Encoder rechnet auf diesem Rechner falsch: Von einer gezeichneten Scheibe findet er eine Maske mit einer IoU von {found} statt {expected}. Mit --encoder lässt sich ein anderer wählen.",
    "not-ready": "Die Modelle sind noch nicht geladen. Bitte in ein paar Sekunden noch einmal versuchen.",
    "busy": "Der Server hat so viele Fotos, wie er rechtzeitig schafft. Bitte in {seconds} Sekunden noch einmal versuchen.",
    "too-many-at-once": "Mehr als {limit} Fotos auf einmal gehen nicht. Bitte noch einmal versuchen, wenn eines davon fertig ist.",
    "too-many-requests": "Mehr als {limit} Fotos in der Minute gehen nicht. Bitte in {seconds} Sekunden noch einmal versuchen.",
    "upload-too-slow": "Das Foto kam nicht innerhalb von {limit} Sekunden an. Bitte ein kleineres senden oder noch einmal versuchen.",
    "photo-too-costly": "Das Foto zu lesen braucht mehr Zeit oder Speicher, als hier erlaubt ist. Bitte neu speichern, kleiner oder als JPEG, und noch einmal versuchen.",
}

NOTES: dict[str, str] = {
    "recipe-model": "Dieses Rezept entstand mit einem anderen Modell: Masken können leicht abweichen.",
    "first-frame": "Diese Datei enthält mehrere Bilder; das erste wird verwendet.",
}
