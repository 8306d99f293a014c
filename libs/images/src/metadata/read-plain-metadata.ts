import type { PhotoBytes } from '../bytes/photo-bytes.ts';
import type { Zlib } from '../bytes/zlib.ts';
import { formatName } from '../photo-formats.ts';
import { readChunks } from '../png/read-chunks.ts';
import { readJpegMetadata } from './jpeg-metadata.ts';
import type { PhotoMetadata } from './photo-metadata.ts';
import { readPngMetadata } from './png-metadata.ts';
import { readParts, readXmpInPng } from './read-parts.ts';
import { readRiffChunks } from './riff-chunks.ts';

/**
 * The metadata of a JPEG, PNG or WebP by its bytes alone, where there is no libvips. Of AVIF, GIF and what is no photo
 * there is none; a note says so of AVIF.
 */
export async function readPlainMetadata(bytes: PhotoBytes, zlib: Zlib): Promise<PhotoMetadata> {
  switch (formatName(await bytes.read(0, 16))) {
    case 'JPEG':
      return readJpegMetadata(bytes);
    case 'PNG':
      return readPng(bytes, zlib);
    case 'WebP':
      return readWebp(bytes);
    case 'AVIF or HEIC':
      return { notes: ['its metadata left out, as AVIF’s is read by the command line alone'] };
    default:
      return {};
  }
}

async function readPng(bytes: PhotoBytes, zlib: Zlib): Promise<PhotoMetadata> {
  const [own] = await readChunks(bytes, new Set(['eXIf']));
  const { exif, ...png } = await readPngMetadata(bytes, zlib);
  const parts = await readParts({ exif: own?.data ?? exif, xmp: await readXmpInPng(bytes) });
  return { ...parts, ...png, density: png.density ?? parts.density };
}

async function readWebp(bytes: PhotoBytes): Promise<PhotoMetadata> {
  const chunks = await readRiffChunks(bytes, new Set(['EXIF', 'XMP ']));
  const dataOf = (wanted: string) => chunks.find(({ name }) => name === wanted)?.data;
  return readParts({ exif: dataOf('EXIF'), xmp: dataOf('XMP ') });
}
