"""One document with everything the engine can write, for the tests of the writers."""

from __future__ import annotations

import struct
import zlib
from datetime import date

from komma_cli.render.blocks import parse_blocks
from komma_cli.render.document import Picture, RenderedDocument

MARKDOWN = """\
# Interventionsleitfaden gegen rassistische und rechte Anfeindungen

<!-- style: lead -->
Dieser Leitfaden sagt, wer wann was tut. Er gilt für alle Beschäftigten der Stadt Musterhausen.

> [!CAUTION]
> **Bei Gefahr zuerst den Notruf wählen**
>
> <!-- style: number -->
> 110
>
> Danach rufen Sie die Koordination an: [030\u00a023125\u2011100](tel:+493023125100).
>
> - Bringen Sie sich in Sicherheit.
> - Bleiben Sie nicht allein.

<!-- toc -->

<!-- pagebreak -->

## Die ersten 15\u00a0Minuten

Die Reihenfolge ist fest: **erst Sicherheit, dann Beweise, dann Meldung.** Siehe auch
[Wer hilft](#wer-hilft) und die Seite der [Beratungsstelle](https://beratung.example/hilfe?x=1&y=2 "Beratung").
Der Paragraf steht in §\u00a051 des Bundesmeldegesetzes; ein *Hinweis* dazu folgt. ~~Gestrichen.~~ Datei: `drohung.eml`.

1. Bringen Sie sich in Sicherheit.
2. Sichern Sie Beweise, bevor Sie etwas löschen:
   1. Machen Sie ein Bildschirmfoto.
   2. Schreiben Sie Datum und Uhrzeit dazu.
      - Nummer der Anruferin oder des Anrufers
      - Wortlaut

   Ein zweiter Absatz im selben Punkt.
3. Melden Sie den Vorfall.

Danach beginnt die Zählung neu:

1. Die Koordination ruft zurück.
2. Sie sprechen das weitere Vorgehen ab.

### Checkliste für die Koordination

- [x] Betroffene Person erreicht
- [ ] Auskunftssperre besprochen, Antrag liegt bei der Meldebehörde und wird dort noch am selben Tag bearbeitet
- [ ] Nachsorgetermin vereinbart

> [!NOTE]
> Löschen Sie nichts, bevor die Beweise gesichert sind. Das gilt auch für Kommentare auf den Seiten der Stadt und für
> Nachrichten, die Sie privat erhalten.
>
> Zweiter Absatz im Kasten.
>
> 1. Bildschirmfoto
> 2. Datum

> [!TIP]
> **So geht es leichter**
>
> Nehmen Sie eine zweite Person dazu.

> [!IMPORTANT]
> Die betroffene Person entscheidet über jeden Schritt mit.

> [!WARNING]
> Schneiden Sie Gespräche nicht heimlich mit.

> Niemand muss das allein tragen.
>
> - Auch Zeuginnen und Zeugen bekommen Hilfe.

## Wer hilft

<!-- caption: Anlaufstellen, geprüft am 05.03.2026 -->
| Wofür | Wer | Telefon | Zeiten |
|:------|:----|:-------:|-------:|
| Gefahr für Leib und Leben | Polizei | **110** | rund um die Uhr |
| Hilfe für Betroffene | Beratung Musterland<br>(kostet nichts) | 0221\u00a04710\u2011100 | Mo–Fr 9–17\u00a0Uhr |
| Auskunftssperre | Bürgeramt | 040\u00a066969\u2011200 | Mo–Do 8–16\u00a0Uhr |

| Stufe | Wort |
|---|---|
| 1 | belastend |
| 2 | bedrohlich |

| Stufe | Frist |
|---|---|
| 1 | 1 Woche |

Text nach der Tabelle.

![Leiter mit drei Stufen: belastend, bedrohlich, Gefahr.](img/leiter.png "Stufen der Bedrohung")

---

```
Betreff: Drohung
Datum:   2026-03-05
```

<!-- landscape -->

## Kontaktblatt

<!-- caption: Kontakte mit Vertretung -->
| Funktion | Name | Telefon | E-Mail | Vertretung | Erreichbarkeit |
|---|---|---|---|---|---|
| Koordination | Dr. Änne Größler | 030\u00a023125\u2011100 | koordination@stadt.example | Jürgen Weiß | 8–18\u00a0Uhr |
| Digitalisierungsbeauftragte | B. Łukasz | 030\u00a023125\u2011101 | it@stadt.example | S. Nguyễn | 8–16\u00a0Uhr |

<!-- portrait -->

## Quellen

Bundesmeldegesetz, Stand 1. Januar 2026.

<!-- style: small -->
Keine Rechtsberatung. Stand 5. März 2026, Version 2.1.<br>Verantwortlich: Koordinierungsstelle.
"""


def png(width: int = 60, height: int = 20) -> bytes:
    """Return a small blue picture."""
    rows = b"".join(b"\x00" + b"\x1f\x3a\x5f" * width for _ in range(height))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def sample(markdown: str = MARKDOWN, **changes: object) -> RenderedDocument:
    """Return the sample document, or another text with the same particulars."""
    particulars: dict[str, object] = {
        "id": "response-guide",
        "title": "Interventionsleitfaden",
        "language": "de",
        "author": "Stadt Musterhausen",
        "version": "2.1",
        "date": date(2026, 3, 5),
        "subject": "Umgang mit rassistischen und rechten Anfeindungen",
        "keywords": ("Schutz", "Anfeindung"),
        "number": "MH-IL-2026-03",
        "class_label": "intern",
        "footer": "Stadt Musterhausen \u00b7 Interventionsleitfaden \u00b7 Version 2.1",
        "pictures": {"img/leiter.png": Picture(png(), 120.0)},
    }
    return RenderedDocument(markdown=markdown, blocks=parse_blocks(markdown), **(particulars | changes))
