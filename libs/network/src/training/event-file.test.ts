import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { PbfReader } from 'pbf';

import { dateEventFile, encodeEventFile, maskedCrc, type SummaryEvent } from './event-file.ts';

const PNG = Uint8Array.of(137, 80, 78, 71, 13, 10);
const EVENTS: readonly SummaryEvent[] = [
  { step: 5, summaries: [{ tag: 'step/loss', number: 3.25 }] },
  {
    step: 300,
    summaries: [
      { tag: 'epoch/loss', number: 2.5 },
      { tag: 'epoch/kl', number: -0.125 },
      { tag: 'pictures', picture: { png: PNG, width: 20, height: 30 } },
    ],
  },
  { step: 3_000_000_000, summaries: [{ tag: 'epoch/loss', number: 2 }] },
];

describe('encodeEventFile', () => {
  it('writes records whose checksums hold, the first of them the version', () => {
    const [first, ...rest] = recordsOf(encodeEventFile(EVENTS)).map(eventOf);
    expect(first).toEqual({ time: 0, step: 0, version: 'brain.Event:2', values: [] });
    expect(rest.map(({ step, time }) => [step, time])).toEqual(EVENTS.map(({ step }) => [step, step]));
    expect(rest.map(({ values }) => values)).toEqual([
      [{ tag: 'step/loss', number: 3.25 }],
      [
        { tag: 'epoch/loss', number: 2.5 },
        { tag: 'epoch/kl', number: -0.125 },
        { tag: 'pictures', height: 30, width: 20, colours: 3, png: [...PNG] },
      ],
      [{ tag: 'epoch/loss', number: 2 }],
    ]);
  });

  it('gives the same bytes for the same events', () => {
    expect(encodeEventFile(EVENTS)).toEqual(encodeEventFile(EVENTS));
  });

  it('gets the times of a training, spread as its steps are, and loses nothing by it', () => {
    const bytes = Buffer.from(encodeEventFile(EVENTS.slice(0, 2))); // as files are read
    const dated = dateEventFile(bytes, { from: 1_700_000_000_000, to: 1_700_000_060_000 });
    const [undated, events] = [bytes, dated].map((file) => recordsOf(file).map(eventOf));
    expect(events?.map(({ time }) => time)).toEqual([1_700_000_000, 1_700_000_001, 1_700_000_060]);
    expect(events?.map(({ step, values }) => [step, values])).toEqual(
      undated?.map(({ step, values }) => [step, values]),
    );
    expect(Buffer.from(dateEventFile(dated, null))).toEqual(bytes);
  });

  it('masks checksums as TensorFlow does', () => {
    // The CRC-32C of this text is 0xe3069283: turned right by 15 bits, plus 0xa282ead8, by hand.
    expect(maskedCrc(new TextEncoder().encode('123456789'))).toBe(0xc78ab0e5);
  });
});

const python = process.env['TINTYPE_PYTHON'] ?? '';
const found = python !== '' && spawnSync(python, ['-c', 'import tensorboard']).status === 0;
if (!found) {
  const why = python === '' ? 'is not set' : `(${python}) has no tensorboard`;
  process.stderr.write(`Event files are not read by TensorBoard: TINTYPE_PYTHON ${why}\n`);
}

(found ? describe : describe.skip)('TensorBoard', () => {
  it('reads what was written', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tintype-events-'));
    writeFileSync(join(folder, 'events.out.tfevents.0.tintype'), encodeEventFile(EVENTS));
    const program = join(import.meta.dirname, 'event-file.test.py');
    const printed = execFileSync(python, [program, folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    rmSync(folder, { recursive: true });
    expect(JSON.parse(printed)).toEqual({
      scalars: {
        'step/loss': [[5, 3.25]],
        'epoch/loss': [[300, 2.5], [3_000_000_000, 2]], // prettier-ignore
        'epoch/kl': [[300, -0.125]],
      },
      images: { pictures: [[300, 20, 30, [...PNG]]] },
    });
  });
});

/** The data of all records; throws where a length or a checksum is wrong. */
function recordsOf(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const records: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = Number(view.getBigUint64(at, true));
    const data = bytes.subarray(at + 12, at + 12 + length);
    expect(view.getUint32(at + 8, true)).toBe(maskedCrc(bytes.subarray(at, at + 8)));
    expect(view.getUint32(at + 12 + length, true)).toBe(maskedCrc(data));
    records.push(data);
    at += 16 + length;
  }
  return records;
}

interface ReadEvent {
  time: number;
  step: number;
  version?: string;
  values: Record<string, unknown>[];
}

function eventOf(record: Uint8Array): ReadEvent {
  return new PbfReader(record).readFields(
    (field, event: ReadEvent, pbf) => {
      if (field === 1) event.time = pbf.readDouble();
      if (field === 2) event.step = pbf.readVarint();
      if (field === 3) event.version = pbf.readString();
      if (field === 5)
        pbf.readMessage((_, values, to) => values.push(to.readMessage(readValue, {})), event.values);
    },
    { time: 0, step: 0, values: [] },
  );
}

function readValue(field: number, value: Record<string, unknown>, pbf: PbfReader): void {
  if (field === 1) value['tag'] = pbf.readString();
  if (field === 2) value['number'] = pbf.readFloat();
  if (field === 4) pbf.readMessage(readPicture, value);
}

function readPicture(field: number, value: Record<string, unknown>, pbf: PbfReader): void {
  if (field === 4) value['png'] = [...pbf.readBytes()];
  else value[['', 'height', 'width', 'colours'][field] ?? ''] = pbf.readVarint();
}
