import { decodeLatin1 } from './bytes/bytes.ts';

/** A format in which photos come. */
interface PhotoFormat {
  /** For messages. */
  readonly name: string;
  /** What libvips calls it. */
  readonly decoders: readonly string[];
  readonly extensions: readonly string[];
  /** One of these texts, as Latin-1, stands at `offset` of every such file. */
  readonly signature: { readonly offset: number; readonly texts: readonly string[] };
}

/** Only these formats are given to libvips, which would try its other decoders, such as that of SVG. */
export const PHOTO_FORMATS: readonly PhotoFormat[] = [
  {
    name: 'JPEG',
    decoders: ['jpeg'],
    extensions: ['jpg', 'jpeg', 'jfif', 'jpe', 'jif', 'jfi', 'pjpeg', 'pjp'],
    signature: { offset: 0, texts: ['\xff\xd8\xff'] },
  },
  { name: 'PNG', decoders: ['png'], extensions: ['png'], signature: { offset: 0, texts: ['\x89PNG'] } },
  { name: 'WebP', decoders: ['webp'], extensions: ['webp'], signature: { offset: 8, texts: ['WEBP'] } },
  {
    name: 'TIFF',
    decoders: ['tiff'],
    extensions: ['tif', 'tiff'],
    signature: { offset: 0, texts: ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'] }, // with 32-bit offsets, with 64-bit ones
  },
  {
    name: 'AVIF or HEIC',
    decoders: ['heif', 'avif'],
    extensions: ['avif', 'heic', 'heif', 'hif'],
    signature: { offset: 4, texts: ['ftyp'] },
  },
  { name: 'GIF', decoders: ['gif'], extensions: ['gif'], signature: { offset: 0, texts: ['GIF8'] } },
];

const HEAD_BYTES = 16;

/** The name of the format that a file begins as, or null when it is none of photos. */
export function formatName(bytes: Uint8Array): string | null {
  const head = decodeLatin1(bytes.subarray(0, HEAD_BYTES));
  const found = PHOTO_FORMATS.find(({ signature: { offset, texts } }) =>
    texts.some((text) => head.startsWith(text, offset)),
  );
  return found?.name ?? null;
}
