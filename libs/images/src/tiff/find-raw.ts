import type { TiffIfd } from './read-ifds.ts';
import { PHOTOMETRIC, TAGS } from './tags.ts';

/** What stands behind the header of a Canon CR2. */
const CR2 = 'CR';

/** The raw formats that are TIFFs, by the maker that their field Make begins with. */
const MAKERS: Readonly<Record<string, string>> = {
  canon: 'Canon CR2',
  epson: 'Epson ERF',
  hasselblad: 'Hasselblad 3FR',
  kodak: 'Kodak DCR',
  leaf: 'Leaf MOS',
  mamiya: 'Mamiya MEF',
  nikon: 'Nikon NEF',
  pentax: 'Pentax PEF',
  'phase one': 'Phase One IIQ',
  ricoh: 'Pentax PEF',
  samsung: 'Samsung SRW',
  sony: 'Sony ARW',
};

/** Compressions that only cameras write: Nikon, Sony, Samsung, Pentax, Kodak. */
const CAMERA_COMPRESSIONS = [34713, 32767, 32769, 32770, 65535, 65000, 262];

/**
 * Which camera's raw file a TIFF is: the colours of its sensor are no picture yet, and the picture that it holds
 * besides is a preview. Null where it is none.
 */
export function findRaw(pages: readonly TiffIfd[], head: Uint8Array): string | null {
  const all = pages.flatMap((page) => [page, ...everySubIfd(page)]);
  if (all.some(({ fields }) => fields.has(TAGS.dngVersion))) return 'DNG';
  if (Buffer.from(head.subarray(8, 10)).toString('latin1') === CR2) return 'Canon CR2';
  if (!all.some(isSensorData)) return null;
  const make = all.map(readMake).find((name) => name !== '') ?? '';
  return Object.entries(MAKERS).find(([maker]) => make.startsWith(maker))?.[1] ?? 'of an unnamed camera';
}

function everySubIfd({ subIfds }: TiffIfd): readonly TiffIfd[] {
  return subIfds.flatMap((ifd) => [ifd, ...everySubIfd(ifd)]);
}

function isSensorData({ fields }: TiffIfd): boolean {
  const photometric = fields.get(TAGS.photometric)?.[0] ?? 0;
  const compression = fields.get(TAGS.compression)?.[0] ?? 1;
  return (
    photometric === PHOTOMETRIC.cfa ||
    photometric === PHOTOMETRIC.linearRaw ||
    CAMERA_COMPRESSIONS.includes(compression)
  );
}

function readMake({ fields }: TiffIfd): string {
  return Buffer.from(fields.get(TAGS.make) ?? [])
    .toString('latin1')
    .replace(/\0.*/s, '')
    .trim()
    .toLowerCase();
}
