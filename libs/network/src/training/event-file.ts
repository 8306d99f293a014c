import { PbfReader, PbfWriter } from 'pbf';

import { crc32c } from '../checkpoints/crc32c.ts';

/** Something that TensorBoard shows under its tag: a number, or a picture as PNG. */
export type Summary =
  | { readonly tag: string; readonly number: number }
  | { readonly tag: string; readonly picture: { readonly png: Uint8Array; readonly width: number; readonly height: number } }; // prettier-ignore

/** What was so after optimiser step `step`. */
export interface SummaryEvent {
  readonly step: number;
  readonly summaries: readonly Summary[];
}

/**
 * A TensorBoard event file (`events.out.tfevents…`): TFRecords of `Event` messages (tensorflow/core/util/event.proto,
 * framework/summary.proto). An event's time is its step in seconds, so that the same training gives the same bytes;
 * `dateEventFile` puts others there.
 */
export function encodeEventFile(events: readonly SummaryEvent[]): Uint8Array {
  const messages = [
    encodeEvent(writeVersion, 0),
    ...events.map((event) => encodeEvent(writeSummary, event.step, event)),
  ];
  return concatenated(messages.map(recordOf));
}

/**
 * An event file with times between `from` and `to`, in milliseconds since 1970, as its steps lie in the training; with
 * its steps for times, as at first, without them.
 */
export function dateEventFile(
  bytes: Uint8Array,
  span: { readonly from: number; readonly to: number } | null,
): Uint8Array {
  const messages = messagesIn(bytes);
  const last = Math.max(1, stepOf(messages.at(-1) ?? new Uint8Array()));
  return concatenated(
    messages.map((message) => {
      const step = stepOf(message);
      const seconds = span === null ? step : (span.from + ((span.to - span.from) * step) / last) / 1000;
      const dated = Uint8Array.from(message); // of its own: `slice` of a Buffer would share
      new DataView(dated.buffer).setFloat64(TIME_AT, seconds, true);
      return recordOf(dated);
    }),
  );
}

/** Behind its tag, first in the message. */
const TIME_AT = 1;
const STEP = 2;

function stepOf(message: Uint8Array): number {
  return new PbfReader(message).readFields(
    (field, event: { step: number }, pbf) => {
      if (field === STEP) event.step = pbf.readVarint();
    },
    { step: 0 },
  ).step;
}

function messagesIn(bytes: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const messages: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const [start, length] = [at + LENGTH_BYTES + CRC_BYTES, Number(view.getBigUint64(at, true))];
    messages.push(bytes.subarray(start, start + length));
    at = start + length + CRC_BYTES;
  }
  return messages;
}

type WriteContent = (pbf: PbfWriter, event: SummaryEvent) => void;

function encodeEvent(
  write: WriteContent,
  step: number,
  event: SummaryEvent = { step, summaries: [] },
): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeDoubleField(1, step); // wall_time
  pbf.writeVarintField(2, step);
  write(pbf, event);
  return pbf.finish();
}

/** The first event of every file. */
const writeVersion: WriteContent = (pbf) => pbf.writeStringField(3, 'brain.Event:2');

const writeSummary: WriteContent = (pbf, { summaries }) =>
  pbf.writeMessage(
    5,
    (all: readonly Summary[], to) => all.forEach((one) => to.writeMessage(1, writeValue, one)),
    summaries,
  );

function writeValue(summary: Summary, pbf: PbfWriter): void {
  pbf.writeStringField(1, summary.tag);
  if ('number' in summary) pbf.writeFloatField(2, summary.number);
  else pbf.writeMessage(4, writePicture, summary.picture);
}

const RGB = 3;

function writePicture(
  { png, width, height }: { png: Uint8Array; width: number; height: number },
  pbf: PbfWriter,
): void {
  pbf.writeVarintField(1, height);
  pbf.writeVarintField(2, width);
  pbf.writeVarintField(3, RGB);
  pbf.writeBytesField(4, png);
}

const LENGTH_BYTES = 8;
const CRC_BYTES = 4;

/** A TFRecord: length (u64), its masked CRC, the data, their masked CRC; little endian. */
function recordOf(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(LENGTH_BYTES + CRC_BYTES + data.length + CRC_BYTES);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(LENGTH_BYTES, maskedCrc(record.subarray(0, LENGTH_BYTES)), true);
  record.set(data, LENGTH_BYTES + CRC_BYTES);
  view.setUint32(record.length - CRC_BYTES, maskedCrc(data), true);
  return record;
}

/** Turned and shifted, as a CRC of bytes that hold CRCs is weak (tensorflow/core/lib/hash/crc32c.h). */
export function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
