/** A training in plain JavaScript with gradients by central differences, to compare the engines with; for tests. */

/**
 * 1 × 1 convolution, batch normalisation, ReLU, 1 × 1 convolution with bias: what `referenceNetwork` builds. The first two
 * are its encoder.
 */
export interface ReferenceNetwork {
  readonly width: number;
  readonly bins: number;
  readonly epsilon: number;
  readonly momentum: number;
}

/** One pixel: what it shows, and its sparse weighted label. */
export interface ReferencePixel {
  readonly lightness: number;
  readonly label: readonly { readonly bin: number; readonly weight: number }[];
}

export interface ReferenceOptimiser {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly clipNorm: number | null;
  readonly ema: number | null;
  /** Of the encoder's steps; with 0 it has no gradient either. */
  readonly encoderRate: number;
}

export interface ReferenceState {
  /** kernel1 [W], γ [W], β [W], kernel2 [W, Q], bias [Q], behind them mean [W] and variance [W] */
  readonly parameters: readonly number[];
  readonly average: readonly number[];
  readonly loss: number;
  readonly norm: number;
}

/**
 * `steps` steps of AdamW as Loshchilov & Hutter write it (algorithm 2, with bias-corrected moments), clipped to a
 * global norm, the encoder's steps at a rate of their own, followed by a moving average. `unbiased`: the kept variance is n/(n − 1) of the batch's.
 */
export function referenceTraining(
  network: ReferenceNetwork,
  start: readonly number[],
  pixels: readonly ReferencePixel[],
  optimiser: ReferenceOptimiser,
  { steps, unbiased }: { readonly steps: number; readonly unbiased: boolean },
): ReferenceState[] {
  const { width, bins, momentum } = network;
  const moved = start.length - 2 * width;
  const isKernel = (i: number) => i < width || (i >= 3 * width && i < 3 * width + width * bins);
  let theta = [...start];
  let average = [...start];
  const m = theta.slice(0, moved).fill(0);
  const v = theta.slice(0, moved).fill(0);
  return Array.from({ length: steps }, (_, step) => {
    const t = step + 1;
    const { loss, mean, variance } = forward(network, theta, pixels, true);
    const { clipNorm, ema, learningRate, weightDecay, encoderRate } = optimiser;
    const rateOf = (i: number) => (i < 3 * width ? encoderRate : 1);
    const slopes = differences((at) => forward(network, at, pixels, true).meanLoss, theta, moved);
    const gradient = slopes.map((g, i) => (rateOf(i) === 0 ? 0 : g));
    const norm = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
    const scale = clipNorm !== null && norm > clipNorm ? clipNorm / norm : 1;
    theta = theta.map((value, i) => {
      if (i >= moved) return value;
      const g = (gradient[i] ?? NaN) * scale;
      m[i] = 0.9 * (m[i] ?? 0) + 0.1 * g;
      v[i] = 0.999 * (v[i] ?? 0) + 0.001 * g * g;
      const [mHat, vHat] = [(m[i] ?? 0) / (1 - 0.9 ** t), (v[i] ?? 0) / (1 - 0.999 ** t)];
      const decay = isKernel(i) ? weightDecay * value : 0;
      return value - rateOf(i) * learningRate * (mHat / (Math.sqrt(vHat) + 1e-7) + decay);
    });
    const bessel = unbiased ? pixels.length / (pixels.length - 1) : 1;
    const seen = [...mean, ...variance.map((value) => value * bessel)];
    theta = theta.map((value, i) =>
      i < moved ? value : momentum * value + (1 - momentum) * (seen[i - moved] ?? NaN),
    );
    const decay = ema === null ? 0 : Math.min(ema, (1 + t) / (10 + t));
    average = average.map((value, i) => decay * value + (1 - decay) * (theta[i] ?? NaN));
    return { parameters: theta, average, loss, norm };
  });
}

/** Σ v·CE of parameters with their kept statistics, as it is validated. */
export function referenceLoss(
  network: ReferenceNetwork,
  parameters: readonly number[],
  pixels: readonly ReferencePixel[],
): number {
  return forward(network, parameters, pixels, false).loss;
}

function forward(
  { width, bins, epsilon }: ReferenceNetwork,
  theta: readonly number[],
  pixels: readonly ReferencePixel[],
  training: boolean,
) {
  const at = (i: number) => theta[i] ?? NaN;
  const statistics = 3 * width + width * bins + bins;
  const channels = Array.from({ length: width }, (_, c) => pixels.map(({ lightness }) => lightness * at(c)));
  const mean = channels.map((values, c) => (training ? meanOf(values) : at(statistics + c)));
  const variance = channels.map((values, c) =>
    training ? meanOf(values.map((x) => (x - (mean[c] ?? NaN)) ** 2)) : at(statistics + width + c),
  );
  const hidden = channels.map((values, c) =>
    values.map((x) => {
      const normal = (x - (mean[c] ?? NaN)) / Math.sqrt((variance[c] ?? NaN) + epsilon);
      return Math.max(0, normal * at(width + c) + at(2 * width + c));
    }),
  );
  let [loss, weights] = [0, 0];
  pixels.forEach(({ label }, p) => {
    const logits = Array.from({ length: bins }, (_, q) =>
      hidden.reduce(
        (sum, values, c) => sum + (values[p] ?? NaN) * at(3 * width + c * bins + q),
        at(statistics - bins + q),
      ),
    );
    const whole = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    for (const { bin, weight } of label) {
      loss += weight * (whole - (logits[bin] ?? NaN));
      weights += weight;
    }
  });
  return { loss, meanLoss: loss / weights, mean, variance };
}

function differences(of: (at: readonly number[]) => number, at: readonly number[], count: number): number[] {
  const moved = (i: number, by: number) => of(at.map((value, j) => (j === i ? value + by : value)));
  const h = 1e-5;
  return Array.from({ length: count }, (_, i) => (moved(i, h) - moved(i, -h)) / (2 * h));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
