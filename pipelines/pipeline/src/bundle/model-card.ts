import type { Licence } from '@tintype/images/sources';
import { findGeometry, type ModelMetadata, readDecoding } from '@tintype/network';
import type { PhotosRows } from '@tintype/records';
import { counted, grouped } from '@tintype/report';
import type { Json } from '@tintype/store';

import { ENCODER } from '../models/find-model.ts';
import { markdownTable, markedSection } from '../report/sections/marked-section.ts';
import { networkName, type Run } from '../runs/read-run.ts';
import type { CrossValidation } from './cross-validation.ts';
import { leadsMarkdown, scoresMarkdown } from './results-markdown.ts';

/** The licence of the start weights, as it lies beside the model. */
export const ENCODER_LICENCE = `LICENSE.${ENCODER}`;

/** Name of the section that people write; making the card again keeps it. */
export const KNOWN_FAILURES = 'known-failures';

export interface CardFacts {
  readonly run: Run;
  /** Of the run's source. */
  readonly photos: PhotosRows;
  /** By file name; empty for photos of one's own. */
  readonly licences: ReadonlyMap<string, Licence>;
  readonly crossValidation: CrossValidation | null;
  readonly knownFailures: string;
  readonly model: {
    readonly metadata: ModelMetadata;
    /** Of the files as they are bundled. */
    readonly digest: string;
    /** Of the weights: as bundled, and as trained in float32. */
    readonly bytes: number;
    readonly bytesTrained: number;
  };
}

/** The README of the bundled model. All figures come from the run's manifests; only its failures are written by hand. */
export function modelCard(facts: CardFacts): string {
  return [
    '# The bundled model',
    `Colours black-and-white photos; \`bundled\` wherever Tintype expects a model. Written by \`npx nx run pipeline:bundle -c ${facts.run.recipe}\`, all but the section "Known failures".`,
    modelSection(facts),
    dataSection(facts),
    heldOutSection(facts.run),
    crossValidationSection(facts.crossValidation),
    ['## Known failures', markedSection(KNOWN_FAILURES, facts.knownFailures)].join('\n\n'),
    recipeSection(facts.run),
  ]
    .join('\n\n')
    .concat('\n');
}

function modelSection({ run, model: { metadata, ...model } }: CardFacts): string {
  const { gamut, network, trainedOn } = metadata;
  const { temperature, coherence, saturation } = readDecoding(metadata);
  const rows = [
    ['recipe', `\`${run.recipe}\``],
    ['network', networkName(network)],
    ['parameters', grouped(model.bytesTrained / Float32Array.BYTES_PER_ELEMENT)],
    [
      'weights',
      `${megabytes(model.bytes)}: kernels in float16, vectors in float32; ${megabytes(model.bytesTrained)} as trained`,
    ],
    ['predictions', predictionsOf(network)],
    ['colours', `${gamut.bins.length} bins of ${gamut.window} × ${gamut.window} ab units`],
    ['temperature', `${temperature} unless another one is asked for`],
    ['coherence', `${coherence} unless another one is asked for`],
    ['saturation', `${saturation} unless another one is asked for`],
    ['back end', `${trainedOn.backEnd} ${trainedOn.version}`],
    ['fingerprint', `\`${model.digest}\``],
  ];
  return `## Model\n\n| | |\n| --- | --- |\n${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}

\`model.json\` and \`weights.bin\` are a TensorFlow.js layers model; the Arrow files beside them hold what colours the training photos had, from which \`npx tintype eval\` makes the baselines.`;
}

/** What a vector of logits stands for. */
function predictionsOf(network: ModelMetadata['network']): string {
  const { stride, margin } = findGeometry(network);
  const each = stride === 1 ? 'each pixel' : `every ${stride} × ${stride} pixels`;
  return `one for ${each}${margin === 0 ? '' : `, but for the outermost ${margin} on every side`}`;
}

/** A size as the card gives it. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}

function dataSection({ run, photos, licences }: CardFacts): string {
  const { split, status, path } = photos;
  const kept = path.filter((_, i) => status[i] === 'kept');
  const of = (name: string) => path.filter((_, i) => split[i] === name);
  const [train, validation, test] = [of('train'), of('validation'), of('test')];
  return [
    '## Data',
    `${counted(kept.length, 'photo')}${fromOf(run)}: ${train.length} to train on, ${validation.length} to watch training by, ${test.length} held out for the results below. No others.`,
    startOf(run),
    licencesTable({ train, validation, 'held out': test }, licences),
    `Held out: ${test.join(', ')}.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Whose weights it started from. */
function startOf({ artefacts: { train } }: Run): string {
  const { start, network, encoderRate } = train.settings;
  if (start !== null && start !== 'random') return `Training went on from the model \`${start}\`.`;
  if (start === 'random' || network.kind !== 'pretrained')
    return 'No weights that others have trained: all parameters were drawn.';
  const since =
    encoderRate === 0 ? 'it stayed as it is' : `it was trained on at ${encoderRate} of the learning rate`;
  return `Start weights: the encoder is that of [EfficientNet-Lite0](../${ENCODER}/README.md) (Google; Apache-2.0, its text is in [${ENCODER_LICENCE}](${ENCODER_LICENCE})), trained on ImageNet by its makers, converted, folded and cut; ${since}. The decoder was drawn and trained on these photos alone.`;
}

function fromOf({ source, insteadOf }: Run): string {
  if (source === 'bundled') return ', all bundled with Tintype';
  return insteadOf === null ? '' : `, all bundled with Tintype, as ${insteadOf} could not be downloaded`;
}

function licencesTable(
  splits: Readonly<Record<string, readonly string[]>>,
  licences: ReadonlyMap<string, Licence>,
): string {
  if (licences.size === 0) return '';
  const licenceOf = (photo: string) => licences.get(photo)?.licence ?? 'not recorded';
  const names = [...new Set(Object.values(splits).flat().map(licenceOf))].sort();
  const table = markdownTable(
    ['licence', ...Object.keys(splits)],
    names.map((name) => [
      name,
      ...Object.values(splits).map((photos) => String(photos.filter((p) => licenceOf(p) === name).length)),
    ]),
  );
  return `${table}\n\nWho made each photo: \`data/photos/LICENSES.csv\`.`;
}

function heldOutSection({ rows, decoding, score }: Run): string {
  return [
    '## On the held-out photos',
    `${counted(score.photos, 'photo')} that training never saw, measured before the weights were rounded. In brackets: central 95 % of 1000 bootstrap draws of the photos, crops of one original drawn together. Balanced AuC weighs rare colours as much as common ones. The last two rows are the truth as far as the bins can say it.`,
    scoresMarkdown(rows),
    `The network at T = ${decoding.temperature} minus each baseline, on the same draws; bold where the interval excludes zero (for RMSE, lower is better):`,
    leadsMarkdown(rows),
  ].join('\n\n');
}

function crossValidationSection(results: CrossValidation | null): string {
  const title = '## Cross-validation';
  if (results === null) return `${title}\n\nNot measured yet.`;
  const { folds, photos, temperature, rows } = results;
  return [
    title,
    `${folds} models of the same recipe, each trained without a part of the photos and measured on that part, so that all ${photos} photos were held out once; crops of one original are always in one part. Each is decoded as it chose on its own validation photos. The bundled model itself is none of them.`,
    scoresMarkdown(rows),
    `The network at T = ${temperature} minus each baseline; bold where the interval excludes zero:`,
    leadsMarkdown(rows),
  ].join('\n\n');
}

function recipeSection({ recipe, artefacts }: Run): string {
  const all = Object.entries(artefacts).map(([stage, { manifest }]) => [stage, manifest] as const);
  const settings: Json = Object.fromEntries(all.map(([stage, manifest]) => [stage, manifest.settings]));
  return [
    '## Recipe',
    `\`npx nx run pipeline:all -c ${recipe}\` makes it again, to the byte on the same machine and back end.`,
    markdownTable(
      ['stage', 'fingerprint'],
      all.map(([stage, { fingerprint }]) => [stage, `\`${fingerprint}\``]),
    ),
    `\`\`\`json\n${JSON.stringify(settings, null, 2)}\n\`\`\``,
  ].join('\n\n');
}
