/** The fields of a TIFF that tell how it is to be read (TIFF 6.0; TIFF/EP, ISO 12234-2; DNG 1.7). */
export const TAGS = {
  newSubfileType: 254,
  oldSubfileType: 255,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  make: 271,
  samplesPerPixel: 277,
  subIfds: 330,
  inkSet: 332,
  extraSamples: 338,
  sampleFormat: 339,
  profile: 34675,
  dngVersion: 50706,
} as const;

/** Values of PhotometricInterpretation. */
export const PHOTOMETRIC = {
  whiteIsZero: 0,
  blackIsZero: 1,
  rgb: 2,
  palette: 3,
  separated: 5,
  yCbCr: 6,
  cieLab: 8,
  cfa: 32803,
  linearRaw: 34892,
} as const;
