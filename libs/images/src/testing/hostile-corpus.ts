import sharp, { type Sharp } from 'sharp';

import { attachMetadata } from '../metadata/attach-metadata.ts';
import { writeChunk } from '../png/chunks.ts';
import { renderScene } from '../scenes/render-scene.ts';
import { colourPhotos } from './corpus-colour.ts';
import { jpegPhotos } from './corpus-jpeg.ts';
import { metadataPhotos } from './corpus-metadata.ts';
import type { CorpusPhoto } from './corpus-photo.ts';
import { tiffPhotos } from './corpus-tiff.ts';

export { withChunk } from './corpus-colour.ts';

export type { CorpusPhoto };

const SIZE = 64;
/** Of a lossless encoding; JPEG, WebP, AVIF, palettes and CMYK lose more. */
const LOSSLESS = 0.6;
const LOSSY = 6;

/**
 * One made-up scene in every form in which photos come, and in those in which they come from an enemy or from a
 * failing disk. Built here, so that nothing is downloaded; the same bytes on every machine with the same libvips.
 */
export async function hostileCorpus(seed: number): Promise<readonly CorpusPhoto[]> {
  const scene = openScene(seed);
  const sound = await soundPhotos(scene);
  const plain = await scene().jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
  return [
    ...sound,
    ...(await orientedPhotos(scene)),
    ...namedPhotos(await Promise.all(NAMES.map((_, i) => distinct(scene, i)))),
    ...brokenPhotos(sound, plain),
    ...(await oversizedPhotos(scene)),
    ...(await jpegPhotos(scene)),
    ...(await colourPhotos(scene)),
    ...(await tiffPhotos(corpusScene(seed), SIZE)),
    ...(await metadataPhotos(scene)),
  ];
}

/** The scene itself, 8-bit sRGB [64, 64, 3]. */
export function corpusScene(seed: number): Uint8Array {
  return Uint8Array.from(renderScene(seed, 0, SIZE).rgb);
}

function openScene(seed: number): () => Sharp {
  const raw = { width: SIZE, height: SIZE, channels: 3 } as const;
  return () => sharp(corpusScene(seed), { raw });
}

async function soundPhotos(scene: () => Sharp): Promise<readonly CorpusPhoto[]> {
  const jpeg = { quality: 95, chromaSubsampling: '4:4:4' } as const;
  const frames = await Promise.all([scene(), scene().negate()].map((frame) => frame.png().toBuffer()));
  const forms: readonly (readonly [name: string, photo: Sharp, tolerance: number])[] = [
    ['plain.jpg', scene().jpeg(jpeg), LOSSY],
    ['progressive.jpg', scene().jpeg({ ...jpeg, progressive: true }), LOSSY],
    ['subsampled.jpg', scene().jpeg({ quality: 90 }), LOSSY],
    ['cmyk.jpg', scene().toColourspace('cmyk').jpeg(jpeg), 2 * LOSSY],
    ['cmyk.tif', scene().toColourspace('cmyk').tiff({ compression: 'lzw' }), 2 * LOSSY],
    ['plain.png', scene().png(), LOSSLESS],
    ['interlaced.png', scene().png({ progressive: true }), LOSSLESS],
    ['deep.png', scene().toColourspace('rgb16').png(), LOSSLESS],
    ['palette.png', scene().png({ palette: true }), LOSSY],
    ['transparent.png', scene().ensureAlpha(1).png(), LOSSLESS],
    ['wide-gamut.png', scene().withIccProfile('p3').png(), LOSSY],
    ['deep-wide-gamut.png', scene().toColourspace('rgb16').withIccProfile('p3').png(), LOSSLESS],
    ['plain.webp', scene().webp({ lossless: true }), LOSSLESS],
    ['lossy.webp', scene().webp({ quality: 90 }), LOSSY],
    ['plain.tif', scene().tiff({ compression: 'none' }), LOSSLESS],
    ['deep.tif', scene().toColourspace('rgb16').tiff({ compression: 'deflate' }), LOSSLESS],
    ['plain.avif', scene().avif({ quality: 90, effort: 2 }), LOSSY],
    ['plain.gif', scene().gif(), LOSSY],
    ['animated.gif', sharp(frames, { join: { animated: true } }).gif(), LOSSY],
    ['animated.webp', sharp(frames, { join: { animated: true } }).webp({ lossless: true }), LOSSLESS],
  ];
  const made = forms.map(async ([name, photo, tolerance]) => ({
    name,
    bytes: await photo.toBuffer(),
    tolerance,
  }));
  const [plain, png] = await Promise.all([scene().jpeg(jpeg).toBuffer(), scene().png().toBuffer()]);
  const profile = Buffer.alloc(400, 'no profile');
  return [
    ...(await Promise.all(made)),
    // What begins as another format than its name says is decoded by what it is.
    { name: 'mislabelled.jpg', bytes: withComment(png, 1), tolerance: LOSSLESS },
    {
      name: 'broken-profile.jpg',
      bytes: await attachMetadata(plain, 'jpeg', { profile }),
      tolerance: LOSSY,
    },
    {
      name: 'broken-exif.jpg',
      bytes: await attachMetadata(plain, 'jpeg', { exif: profile }),
      tolerance: LOSSY,
    },
    {
      name: 'tail.jpg',
      bytes: Buffer.concat([plain, Buffer.alloc(1000, 'behind the end')]),
      tolerance: LOSSY,
    },
  ];
}

/** Stored as a camera would that says so; upright they are the scene. */
async function orientedPhotos(scene: () => Sharp): Promise<readonly CorpusPhoto[]> {
  const undo: readonly ((photo: Sharp) => Sharp)[] = [
    (photo) => photo,
    (photo) => photo.flop(),
    (photo) => photo.rotate(180),
    (photo) => photo.flip(),
    (photo) => photo.flop().rotate(270), // sharp flops before it rotates
    (photo) => photo.rotate(270),
    (photo) => photo.flop().rotate(90),
    (photo) => photo.rotate(90),
  ];
  return Promise.all(
    undo.map(async (turn, i) => {
      const stored = await turn(scene()).png().toBuffer();
      const bytes = await sharp(stored)
        .withMetadata({ orientation: i + 1 })
        .png()
        .toBuffer();
      return { name: `orientation-${i + 1}.png`, bytes, tolerance: LOSSLESS };
    }),
  );
}

/** Names that a terminal, a shell, a page or a file system might take for something else. */
const NAMES = [
  '<img src=x onerror=alert(1)>_a.jpg',
  'line\nbreak.jpg',
  '\u001b[31mred\u001b[0m_a.jpg',
  '-rf.jpg',
  '--recipe=x_a.jpg',
  '👩‍👩‍👧 été.jpg',
  '写真_a.jpg',
  `${'x'.repeat(240)}_a.jpg`,
  'a b;$(touch x)`y`&|.jpg',
  '\u202egpj.exe_a.jpg',
  'CON.jpg',
  'saved from a page_a.jfif',
  'DSC_0001.JPE',
  '\'"_a.jpg',
  'folder.jpg/inside_a.jpg',
];

function namedPhotos(photos: readonly Uint8Array[]): readonly CorpusPhoto[] {
  return NAMES.map((name, i) => ({ name, bytes: photos[i] ?? new Uint8Array(), tolerance: LOSSLESS }));
}

/** The scene as a photo that has bytes of its own. */
async function distinct(scene: () => Sharp, index: number): Promise<Uint8Array> {
  return withComment(await scene().png().toBuffer(), 10 + index);
}

/** A PNG with a chunk of text behind its header, which changes its bytes and nothing else. */
function withComment(png: Uint8Array, number: number): Uint8Array {
  return Buffer.concat([
    png.subarray(0, BEHIND_IHDR),
    writeChunk('tEXt', Buffer.from(`Comment\0${number}`, 'latin1')),
    png.subarray(BEHIND_IHDR),
  ]);
}

const BEHIND_IHDR = 8 + 25;

const DAMAGED = /^the file (begins as [\w ]+ but is|is) truncated or damaged/;

function brokenPhotos(sound: readonly CorpusPhoto[], plain: Uint8Array): readonly CorpusPhoto[] {
  const byName = (name: string) => sound.find((photo) => photo.name === name)?.bytes ?? new Uint8Array();
  const cut = [
    'plain.jpg',
    'progressive.jpg',
    'plain.png',
    'lossy.webp',
    'plain.tif',
    'plain.avif',
    'plain.gif',
  ];
  const png = byName('plain.png');
  const flipped = Uint8Array.from(png, (byte, at) =>
    at === Math.floor(png.length / 2) ? byte ^ 0x10 : byte,
  );
  const svg = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>
    <svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><image href="http://127.0.0.1:9/x.png"/>&x;</svg>`;
  const text = (name: string, content: string, reason: RegExp) => ({
    name,
    bytes: Buffer.from(content),
    reason,
  });
  return [
    ...cut.map((name) => ({
      name: `cut-${name}`,
      bytes: byName(name).subarray(0, Math.floor(byName(name).length * 0.6)),
      reason: DAMAGED,
    })),
    { name: 'flipped.png', bytes: flipped, reason: DAMAGED },
    { name: 'header-alone.jpg', bytes: plain.subarray(0, 20), reason: DAMAGED },
    text('empty.jpg', '', /^the file is empty$/),
    text('page.jpg', '<html>Not found</html>', /^the file is not a photo in a known format$/),
    text('arrow.jpg', `ARROW1\0\0${'x'.repeat(100)}ARROW1`, /^the file is not a photo in a known format$/),
    text('drawing.jpg', svg, /^SVG files are not used as photos$/),
    text('pointer.jpg', '../blobs/b0', /^the file holds nothing but the path \.\.\/blobs\/b0: a link/),
    text('paper.jpg', '%PDF-1.7\n', /^PDF files are not used as photos$/),
    { name: 'twin.jpg', bytes: byName('plain.jpg'), reason: /^the same bytes as / },
  ];
}

/** Files of a few bytes that ask for gigabytes of pixels, and one that is too small. */
async function oversizedPhotos(scene: () => Sharp): Promise<readonly CorpusPhoto[]> {
  const png = await scene().png().toBuffer();
  const gif = await scene().gif().toBuffer();
  return [
    {
      name: 'bomb.png',
      bytes: withPngSize(png, 50_000, 40_000),
      reason: /^50000×40000: larger than \d+ megapixels$/,
    },
    {
      name: 'bomb-wide.png',
      bytes: withPngSize(png, 2 ** 31 - 1, 1),
      reason: /smaller than|truncated or damaged/,
    },
    { name: 'wrong-screen.gif', bytes: withGifSize(gif, 65_535), tolerance: LOSSY }, // the frame's own size counts
    {
      name: 'dot.png',
      bytes: await scene().resize(8, 8).png().toBuffer(),
      reason: /^8×8: smaller than 32 px$/,
    },
  ];
}

function withPngSize(png: Uint8Array, width: number, height: number): Uint8Array {
  const head = Buffer.from(png.subarray(16, 29)); // width, height, and five bytes of how it is packed
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  return Buffer.concat([png.subarray(0, 8), writeChunk('IHDR', head), png.subarray(BEHIND_IHDR)]);
}

function withGifSize(gif: Uint8Array, side: number): Uint8Array {
  const changed = Buffer.from(gif);
  changed.writeUInt16LE(side, 6);
  changed.writeUInt16LE(side, 8);
  return changed;
}
