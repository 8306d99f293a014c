const RAW = 'a camera raw file cannot be read here; export it as TIFF or JPEG';
const notRead = (name: string) => `${name} files cannot be read here; convert the photo to PNG, TIFF or JPEG`;
const FILM = 'the file is a film, not a photo';

/** What stands in the first bytes of files that are sound and not read, at which place, and what is said of them. */
const FOREIGN: readonly (readonly [text: string, at: number, reason: string])[] = [
  ['ftypcrx ', 4, RAW], // Canon CR3
  ['FUJIFILMCCD-RAW', 0, RAW],
  ['HEAPCCDR', 6, RAW], // Canon CRW
  ['IIRO', 0, RAW], // Olympus
  ['IIRS', 0, RAW],
  ['MMOR', 0, RAW],
  ['IIU\0', 0, RAW], // Panasonic, Leica
  ['\0MRM', 0, RAW], // Minolta
  ['FOVb', 0, RAW], // Sigma
  ['ftypisom', 4, FILM],
  ['ftypmp4', 4, FILM],
  ['ftypqt  ', 4, FILM],
  ['\0\0\0\x0cjP  ', 0, notRead('JPEG 2000')],
  ['\xff\x4f\xff\x51', 0, notRead('JPEG 2000')],
  ['\0\0\0\x0cJXL ', 0, notRead('JPEG XL')],
  ['\xff\x0a', 0, notRead('JPEG XL')],
  ['II\xbc\x01', 0, notRead('JPEG XR')],
  ['8BPS', 0, notRead('Photoshop')],
  ['v/1\x01', 0, notRead('OpenEXR')],
  ['#?RADIANCE', 0, notRead('Radiance HDR')],
];

/** What only a file of a kind that is known and not read begins with is told apart from a photo that is damaged. */
export function refuseForeign(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 32)).toString('latin1');
  if (/^BM....\0\0\0\0/s.test(head)) return notRead('BMP'); // its two reserved fields are zero
  return FOREIGN.find(([text, at]) => head.startsWith(text, at))?.[2] ?? null;
}
