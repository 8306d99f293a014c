import { open } from 'node:fs/promises';

import type { Metadata } from 'sharp';

import { bytesOnDisk } from '../bytes/bytes-on-disk.ts';
import { nodeZlib } from '../bytes/node-zlib.ts';
import { bytesInMemory, type PhotoBytes } from '../bytes/photo-bytes.ts';
import { formatName } from '../photo-formats.ts';
import { readTiffMetadata } from './exif/tiff-metadata.ts';
import { APP, NAMES, readJpegMetadata } from './jpeg-metadata.ts';
import { behindName, readSegments } from './jpeg-segments.ts';
import type { PhotoMetadata } from './photo-metadata.ts';
import { readPngMetadata } from './png-metadata.ts';
import { readParts, readXmpInPng } from './read-parts.ts';
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
        const { exif, ...png } = await readPngMetadata(bytes, nodeZlib);
        const others = await readParts({ xmp: header.xmp, exif: header.exif ?? exif });
        return { ...others, ...png, density: png.density ?? others.density };
      }
      default:
        return readParts({ exif: header.exif, xmp: header.xmp });
    }
  });
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
        return readXmpInPng(bytes);
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
