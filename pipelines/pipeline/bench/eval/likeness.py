"""Processor milliseconds of scikit-image's SSIM and PSNR for one comparison: <file of photos> <size> <attempts>."""

import sys
import time

import numpy as np
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

path, size, attempts = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
photos = np.fromfile(path, np.uint8).reshape(-1, size, size, 3)
start = time.process_time()
for i, truth in enumerate(photos):
    for other in range(1, attempts + 1):
        picture = photos[(i + other) % len(photos)]
        structural_similarity(truth, picture, channel_axis=2, data_range=255)
        peak_signal_noise_ratio(truth, picture, data_range=255)
print((time.process_time() - start) * 1000 / (len(photos) * attempts))
