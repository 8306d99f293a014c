/** The first channels of each pixel, in the place of all of them. */
export function keepChannels(
  samples: Uint8Array | Uint16Array,
  channels: number,
  kept: number,
): typeof samples {
  if (kept >= channels) return samples;
  const pixels = samples.length / channels;
  for (let pixel = 0; pixel < pixels; pixel++)
    for (let c = 0; c < kept; c++) samples[pixel * kept + c] = samples[pixel * channels + c] ?? 0;
  return samples.subarray(0, pixels * kept);
}
