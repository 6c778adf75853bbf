"""The applications beside the autoencoder, small, one after the other in the same processes.

Run as `python together_applications.py OUT`, it starts the second process itself.
"""

import sys
from pathlib import Path

from rich.console import Console

from upconv.apps import generation, judges, peers, photographs, segmentation, superresolution

QUICK = (
    (judges, "_EPOCHS", 1),
    (peers, "_ROUNDS", 1),
    (segmentation, "_TEST", 8),
    (generation, "_JUDGED", 40),
    (photographs, "TEST", photographs.TEST[:1]),
)
# 26 images to train on in batches of 9, the last of 8: no process has half of every batch.
CHOSEN = {"limit": 34, "batch_size": 9, "epochs": 2, "validation_split": 0.24, "seed": 5}


def run(out, **more):
    for application in (segmentation, generation, superresolution):
        settings = application.Settings(out=Path(out) / application.NAME, **CHOSEN, **more)
        application.run(settings, Console(quiet=True))


if __name__ == "__main__":
    for module, name, value in QUICK:
        setattr(module, name, value)
    run(sys.argv[1], devices=2, strategy="ddp")
