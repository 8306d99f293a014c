import { open } from 'node:fs/promises';

import type { Metadata } from 'sharp';

import { bytesInMemory, bytesOnDisk, type PhotoBytes } from '../photo-bytes.ts';
import { formatName } from '../photo-formats.ts';
import { readChunks } from '../png/read-chunks.ts';
import { readExif } from './exif/exif.ts';
import { readDensity } from './exif/exif-density.ts';
import { readTiffMetadata } from './exif/tiff-metadata.ts';
import { APP, NAMES, readJpegMetadata } from './jpeg-metadata.ts';
import { behindName, readSegments } from './jpeg-segments.ts';
import type { PhotoMetadata } from './photo-metadata.ts';
import { readPngMetadata, XMP_IN_PNG } from './png-metadata.ts';
import { readRiffChunks } from './riff-chunks.ts';
import { decodeXmp } from './xmp/xmp-text.ts';

/** The metadata of a photo: from its file what libvips does not hand on (`header`), or not whole. */
export async function readMetadata(source: Uint8Array | string, header: Metadata): Promise<PhotoMetadata> {
  return withBytes(source, async (bytes) => {
    switch (header.format) {
      case 'jpeg':
        return readJpegMetadata(bytes);
      case 'tiff':
        return { ...xmpOf(header), ...(await readTiffMetadata(bytes)) };
      case 'png': {
        const { exif, ...png } = await readPngMetadata(bytes);
        const others = await othersOf({ ...header, exif: header.exif ?? (exif && Buffer.from(exif)) });
        return { ...others, ...png, density: png.density ?? others.density };
      }
      default:
        return othersOf(header);
    }
  });
}

async function othersOf(header: Pick<Metadata, 'exif' | 'xmp'>): Promise<PhotoMetadata> {
  const exif = header.exif && (await readExif(header.exif));
  return {
    ...xmpOf(header),
    exif: exif ?? undefined,
    density: exif ? readDensity(exif.image, exif.little) : undefined,
    notes: exif === null ? ['EXIF left out, as it is damaged'] : [],
  };
}

function xmpOf({ xmp }: Pick<Metadata, 'xmp'>): PhotoMetadata {
  return { xmp: xmp && decodeXmp(xmp) };
}

/** The XMP of a picture's file, of a JPEG the main packet, or null where it has none or is no JPEG, PNG or WebP. */
export async function readXmp(file: string): Promise<string | null> {
  const xmp = await withBytes(file, async (bytes) => {
    switch (formatName(await bytes.read(0, 16))) {
      case 'JPEG':
        return xmpInJpeg(bytes);
      case 'PNG':
        return xmpInPng(bytes);
      case 'WebP':
        return (await readRiffChunks(bytes, new Set(['XMP ']))).at(0)?.data;
      default:
        return undefined;
    }
  });
  return xmp ? decodeXmp(xmp) : null;
}

async function xmpInJpeg(bytes: PhotoBytes): Promise<Uint8Array | undefined> {
  const segments = await readSegments(bytes, new Set([APP.xmp]));
  return (
    segments.map((segment) => behindName(segment, NAMES.xmp)).find((payload) => payload !== null) ?? undefined
  );
}

async function xmpInPng(bytes: PhotoBytes): Promise<Uint8Array | undefined> {
  const texts = await readChunks(bytes, new Set(['iTXt']));
  const found = texts.find(
    ({ data }) => Buffer.from(data).toString('latin1', 0, XMP_IN_PNG.length) === XMP_IN_PNG,
  );
  return found?.data.subarray(XMP_IN_PNG.length);
}

async function withBytes<Found>(
  source: Uint8Array | string,
  read: (bytes: PhotoBytes) => Promise<Found>,
): Promise<Found> {
  if (typeof source !== 'string') return read(bytesInMemory(source));
  const handle = await open(source);
  try {
    return await read(await bytesOnDisk(handle));
  } finally {
    await handle.close();
  }
}
