import type { PhotoBytes } from '../bytes/photo-bytes.ts';
import { type Examination, NOTHING_FOUND } from '../examine/examination.ts';
import type { Reading } from '../srgb/reading.ts';
import { findRaw } from './find-raw.ts';
import { readIfds, type TiffIfd } from './read-ifds.ts';
import { refusePage } from './refuse-page.ts';
import { PHOTOMETRIC, TAGS } from './tags.ts';
import { describePage, type TiffPage } from './tiff-page.ts';

/**
 * Looks at what a TIFF is made of: which of its pictures is the photo, and how its samples become colours. What
 * libvips takes for something else, or turns black without a word, is refused by name.
 */
export async function examineTiff(bytes: PhotoBytes): Promise<Examination> {
  const pages = await readIfds(bytes);
  const raw = findRaw(pages, await bytes.read(0, 16));
  if (raw !== null)
    return { reason: `a camera raw file (${raw}) cannot be read here; export it as TIFF or JPEG`, notes: [] };
  const chosen = choosePage(pages);
  if (chosen === null) return NOTHING_FOUND; // libvips says that it is damaged
  const page = describePage(chosen.ifd);
  if (page.isSecondary && hasLostPictures(chosen.ifd)) return LOST;
  return {
    reason: refusePage(page),
    notes: [...previewNotes(chosen.place, page), ...extraNotes(page)],
    reading: { ...readingOf(page), ...chosen.place, frames: countPhotos(pages) },
  };
}

interface ChosenPage {
  readonly ifd: TiffIfd;
  readonly place: Pick<Reading, 'page' | 'subIfd'>;
}

/** The first picture that is neither a smaller version of another one nor a mask; else the first. */
function choosePage(pages: readonly TiffIfd[]): ChosenPage | null {
  const places = pages.flatMap((ifd, page): readonly ChosenPage[] => [
    { ifd, place: { page, subIfd: null } },
    ...ifd.subIfds.map((sub, subIfd) => ({ ifd: sub, place: { page, subIfd } })),
  ]);
  return places.find(({ ifd }) => !describePage(ifd).isSecondary) ?? places[0] ?? null;
}

/** Whether pictures that hang on it cannot be found, one of which may be the photo. */
function hasLostPictures({ fields, subIfds }: TiffIfd): boolean {
  return subIfds.length < (fields.get(TAGS.subIfds)?.length ?? 0);
}

const LOST: Examination = {
  reason: 'the file is truncated or damaged: of its pictures only a preview can be found',
  notes: [],
};

function countPhotos(pages: readonly TiffIfd[]): number {
  return Math.max(1, pages.filter((ifd) => !describePage(ifd).isSecondary).length);
}

function previewNotes({ page, subIfd }: ChosenPage['place'], { isSecondary }: TiffPage): readonly string[] {
  if (isSecondary) return ['a preview, as the file names no picture at its full size'];
  return page === 0 && subIfd === null ? [] : ['the picture at its full size, which lies behind a preview'];
}

const FLOAT = 3;

function readingOf(page: TiffPage): Omit<Reading, 'page' | 'subIfd' | 'frames'> {
  const { photometric, bits, sampleFormats, extras } = page;
  const isFloat = sampleFormats[0] === FLOAT;
  return {
    samples: isFloat ? 'float' : bits[0] === 32 ? 'uint32' : 'integer',
    isInverted: isFloat && photometric === PHOTOMETRIC.whiteIsZero,
    extras: extras.length === 0 ? 'none' : hasAlpha(page) ? 'alpha' : 'other',
    dropsExtras: extras.length > (hasAlpha(page) ? 1 : 0),
  };
}

/** libvips gives the alpha of grey with samples of 32 bits to nobody. */
function hasAlpha({ extras, bits, sampleFormats, colours }: TiffPage): boolean {
  const isWide = bits[0] === 32 || sampleFormats[0] === FLOAT;
  return (extras[0] === 1 || extras[0] === 2) && !(isWide && colours === 1);
}

function extraNotes(page: TiffPage): readonly string[] {
  const dropped = page.extras.length - (hasAlpha(page) ? 1 : 0);
  if (dropped === 0) return [];
  return [dropped === 1 ? 'without its extra channel' : `without its ${dropped} extra channels`];
}
