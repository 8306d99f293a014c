import { decodeLatin1 } from '@tintype/images/metadata';

const COMMAND = 'colour it with "npx tintype colorize"';

interface Foreign {
  readonly is: RegExp;
  readonly says: string;
}

/** What people drop on the page and no browser decodes, by how the file begins (as Latin-1). */
const FOREIGN: readonly Foreign[] = [
  {
    is: /^....ftyp(heic|heix|hevc|hevx|heim|heis|mif1|msf1)/s,
    says: 'is a HEIC photo, as phones take them; save it as JPEG and choose that',
  },
  { is: /^....ftypcrx /s, says: 'is a raw photo; develop it to JPEG, PNG or TIFF first' },
  {
    is: /^(II\*\0|MM\0\*|II\+\0|MM\0\+)/,
    says: `is a TIFF or a raw photo, which browsers do not read; if it is a TIFF, ${COMMAND}, and develop raw first`,
  },
  { is: /^(FUJIFILMCCD-RAW|IIRO|IIU\0|FOVb)/, says: 'is a raw photo; develop it to JPEG, PNG or TIFF first' },
  { is: /^%PDF/, says: 'is a PDF; save its picture as JPEG or PNG first' },
  { is: /^8BPS/, says: 'is a Photoshop file; save it as JPEG, PNG or TIFF first' },
  { is: /^\s*(<\?xml[^]*)?<svg/, says: 'is an SVG drawing, not a photo' },
  {
    is: /^(\xff\x0a|\0\0\0\x0cJXL )/,
    says: 'is a JPEG XL photo, which is not read yet; save it as JPEG or PNG',
  },
  { is: /^\0\0\0\x0cjP {2}/, says: 'is a JPEG 2000 photo; save it as JPEG, PNG or TIFF first' },
  { is: /^....ftyp/s, says: 'is a video; save a frame of it as JPEG or PNG first' },
  {
    is: /^(PK\x03\x04|\x1f\x8b|Rar!|7z\xbc\xaf)/,
    says: 'is an archive; unpack it and choose the photos in it',
  },
];

/** Says what a file is by its first bytes, and what can be done, in words that follow its name. */
export function explainForeign(head: Uint8Array): string {
  if (head.length === 0) return 'is empty; choose the photo again from where it came';
  const text = decodeLatin1(head.subarray(0, 512));
  const found = FOREIGN.find(({ is }) => is.test(text));
  return found?.says ?? 'is no photo: it begins like none of JPEG, PNG, WebP, AVIF, GIF and BMP';
}
