/** The stride after which an encoder is cut off. */
export type EncoderCut = 16 | 32;

/** Pixels of its input, in height and width, for one pixel of a tap. */
export type TapStride = 4 | 8 | EncoderCut;

/** The convolution that comes before the blocks. */
export const STEM = { name: 'encoder_stem', kernel: 3, stride: 2, channels: 32 } as const;

/** One inverted residual block: 1 × 1 expansion, depthwise k × k, 1 × 1 projection. */
export interface EncoderBlock {
  /** With which the names of its layers begin. */
  readonly name: string;
  readonly kernel: 3 | 5;
  readonly stride: 1 | 2;
  /** Channels that come in, those of the depthwise convolution, and those that go out. */
  readonly channels: { readonly input: number; readonly depthwise: number; readonly output: number };
  /** What the encoder gives out here, and null where it gives out nothing. */
  readonly tap: TapStride | null;
}

interface EncoderStage {
  readonly kernel: 3 | 5;
  /** Of the first block; the others have stride 1. */
  readonly stride: 1 | 2;
  readonly expansion: 1 | 6;
  readonly output: number;
  readonly blocks: number;
  /** After its last block. */
  readonly tap: TapStride | null;
}

/** EfficientNet-B0 (Tan & Le 2019, table 1), which Lite0 follows in all widths and depths. */
const STAGES: readonly EncoderStage[] = [
  { kernel: 3, stride: 1, expansion: 1, output: 16, blocks: 1, tap: null },
  { kernel: 3, stride: 2, expansion: 6, output: 24, blocks: 2, tap: 4 },
  { kernel: 5, stride: 2, expansion: 6, output: 40, blocks: 2, tap: 8 },
  { kernel: 3, stride: 2, expansion: 6, output: 80, blocks: 3, tap: null },
  { kernel: 5, stride: 1, expansion: 6, output: 112, blocks: 3, tap: 16 },
  { kernel: 5, stride: 2, expansion: 6, output: 192, blocks: 4, tap: null },
  { kernel: 3, stride: 1, expansion: 6, output: 320, blocks: 1, tap: 32 },
];

/** The blocks of an encoder in their order: 0..10 to stride 16, 0..15 to stride 32. */
export function listBlocks(cut: EncoderCut): readonly EncoderBlock[] {
  const stages = STAGES.slice(0, STAGES.findIndex(({ tap }) => tap === cut) + 1);
  const blocks: EncoderBlock[] = [];
  let input: number = STEM.channels;
  for (const stage of stages)
    for (let i = 0; i < stage.blocks; i++) {
      const { kernel, expansion, output } = stage;
      const channels = { input, depthwise: input * expansion, output };
      const [stride, tap] = [i === 0 ? stage.stride : 1, i === stage.blocks - 1 ? stage.tap : null];
      blocks.push({ name: `encoder_${blocks.length}`, kernel, stride, channels, tap });
      input = output;
    }
  return blocks;
}

/** Whether a block's input is added to its output. */
export function isResidual({ stride, channels }: EncoderBlock): boolean {
  return stride === 1 && channels.input === channels.output;
}

/** Whether a block has an expansion; the first one has none. */
export function isExpanded({ channels }: EncoderBlock): boolean {
  return channels.depthwise !== channels.input;
}
