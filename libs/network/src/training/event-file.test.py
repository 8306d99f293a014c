"""Reads event files with TensorBoard itself and prints what it finds as JSON: python event-file.test.py FOLDER"""

import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

events = EventAccumulator(sys.argv[1])
events.Reload()
tags = events.Tags()
print(
    json.dumps(
        {
            "scalars": {tag: [[e.step, e.value] for e in events.Scalars(tag)] for tag in tags["scalars"]},
            "images": {
                tag: [[e.step, e.width, e.height, list(e.encoded_image_string)] for e in events.Images(tag)]
                for tag in tags["images"]
            },
        }
    )
)
