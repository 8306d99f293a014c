import { resolve } from 'node:path';

import type { PhotoOptions } from '@tintype/colorize/files';
import { MAX_PIXELS } from '@tintype/images/sources';
import type { BackEndChoice } from '@tintype/network';
import { nearest, UserError } from '@tintype/stage';

import type { ValuesOf } from '../command.ts';
import { MODEL_OPTION } from '../model-places.ts';

export const COLORIZE_OPTIONS = {
  out: {
    type: 'string',
    short: 'o',
    value: 'folder',
    help: 'folder for the results; - writes to standard output',
  },
  model: MODEL_OPTION,
  temperature: {
    type: 'string',
    value: '0..1',
    help: 'from 0, bold colours, to 1, cautious ones (the model’s own)',
  },
  coherence: {
    type: 'string',
    value: '0..1',
    help: 'how far colours agree with their neighbours (the model’s own)',
  },
  saturation: { type: 'string', value: '0..4', help: 'multiply the chroma by this (the model’s own)' },
  hints: {
    type: 'string',
    value: 'file or folder',
    help: 'colours given by hand: a file for one photo, a folder of <photo>.hints.json for several',
  },
  detail: {
    type: 'string',
    value: 'pixels',
    default: '256',
    help: 'shorter side at which the network looks at a photo, 32 to 1024 (256)',
  },
  'max-pixels': {
    type: 'string',
    value: 'count',
    default: String(MAX_PIXELS),
    help: 'refuse larger photos (100 million)',
  },
  format: { type: 'string', value: 'name', help: 'jpeg, png or webp (the photo’s own where possible)' },
  quality: { type: 'string', value: '1..100', default: '92', help: 'quality of JPEG and WebP (92)' },
  gamut: {
    type: 'string',
    value: 'name',
    default: 'srgb',
    help: 'colour space of the results: srgb or p3 (srgb)',
  },
  'drop-gps': {
    type: 'boolean',
    default: false,
    help: 'remove where a photo was taken: GPS, city, street, state and country, in EXIF, IPTC and XMP',
  },
  compare: {
    type: 'boolean',
    default: false,
    help: 'also write strips <name>.compare.jpg: grey, coloured, true',
  },
  recursive: { type: 'boolean', short: 'r', default: false, help: 'include subfolders' },
  overwrite: { type: 'boolean', default: false, help: 'replace existing results' },
  'back-end': {
    type: 'string',
    value: 'name',
    default: 'auto',
    help: 'tensorflow, webgpu, wasm, cpu or auto: the first available (auto)',
  },
  json: { type: 'boolean', default: false, help: 'print one JSON document' },
  data: { type: 'string', value: 'folder', help: 'data folder (this workspace’s)' },
} as const;

type Values = ValuesOf<typeof COLORIZE_OPTIONS>;

/** What is asked for, understood and complete. */
export type ColorizeRequest = StreamRequest | FilesRequest;

interface Common {
  readonly model: string;
  readonly backEnd: BackEndChoice;
  readonly photo: PhotoOptions;
  /** Where hints lie, as it was named and absolute. */
  readonly hints?: { readonly name: string; readonly path: string };
}

/** One photo to standard output. */
export interface StreamRequest extends Common {
  readonly to: 'stream';
  /** A file, or "-" for standard input. */
  readonly from: string;
}

export interface FilesRequest extends Common {
  readonly to: 'folder';
  readonly operands: readonly string[];
  /** Absolute. */
  readonly out: string;
  readonly overwrite: boolean;
  readonly recursive: boolean;
  readonly json: boolean;
}

/** Throws a UserError with exit code 2 on what makes no sense. */
export function colorizeRequest(operands: readonly string[], values: Values, cwd: string): ColorizeRequest {
  const common = {
    ...{ model: values.model, backEnd: backEndOf(values), photo: photoOptions(values) },
    ...(values.hints !== undefined && { hints: { name: values.hints, path: resolve(cwd, values.hints) } }),
  };
  const [from] = operands;
  if (from === undefined) throw usage('expected photos or folders of photos, got none');
  if (values.out === '-' || from === '-') {
    refuseWithStream(operands, values);
    return { ...common, to: 'stream', from };
  }
  if (values.out === undefined) throw usage('expected --out <folder> for the results');
  const { overwrite, recursive, json } = values;
  return { ...common, to: 'folder', operands, out: resolve(cwd, values.out), overwrite, recursive, json };
}

function refuseWithStream(operands: readonly string[], values: Values): void {
  if (operands.length > 1) throw usage(`with - expected one photo, got ${operands.length}`);
  if (values.out !== undefined && values.out !== '-')
    throw usage('from standard input the result goes to standard output: leave out --out');
  for (const name of ['json', 'compare', 'recursive', 'overwrite'] as const)
    if (values[name]) throw usage(`--${name} is for results in a folder, not for standard output`);
}

function photoOptions(values: Values): PhotoOptions {
  const { temperature, coherence, saturation } = values;
  return {
    ...(temperature !== undefined && { temperature: within('temperature', temperature, 0, 1) }),
    ...(coherence !== undefined && { coherence: within('coherence', coherence, 0, 1) }),
    ...(saturation !== undefined && { saturation: within('saturation', saturation, 0, 4) }),
    detail: within('detail', values.detail, 32, 1024),
    quality: Math.round(within('quality', values.quality, 1, 100)),
    space: oneOf('gamut', values.gamut, ['srgb', 'p3']),
    format: values.format === undefined ? undefined : oneOf('format', values.format, ['jpeg', 'png', 'webp']),
    gps: !values['drop-gps'],
    compare: values.compare,
    maxPixels: within('max-pixels', values['max-pixels'], 1, Number.MAX_SAFE_INTEGER),
  };
}

function backEndOf(values: Values): BackEndChoice {
  return oneOf('back-end', values['back-end'], ['auto', 'tensorflow', 'webgpu', 'wasm', 'cpu']);
}

function within(name: string, given: string, least: number, most: number): number {
  const value = given.trim() === '' ? NaN : Number(given);
  if (value >= least && value <= most) return value;
  throw usage(`--${name}: expected a number from ${least} to ${most}, got "${given}"`);
}

function oneOf<const Name extends string>(option: string, given: string, known: readonly Name[]): Name {
  const found = known.find((name) => name === given);
  if (found !== undefined) return found;
  const hint = nearest(given, known);
  throw usage(
    `--${option}: expected ${known.join(', ')}, got "${given}"${hint ? `: did you mean ${hint}?` : ''}`,
  );
}

function usage(complaint: string): UserError {
  return new UserError(`colorize: ${complaint}`, 2);
}
