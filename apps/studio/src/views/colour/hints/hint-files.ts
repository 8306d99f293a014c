import { encodeHintFile, parseHintFile } from '@tintype/colorize';

import type { Darkroom, ModelPlace } from '../darkroom/darkroom.ts';
import { quoteForShell, stemOf } from '../darkroom/names.ts';
import type { Photo } from '../darkroom/photo.ts';
import { takeHints } from './hint-edits.ts';

const ENDING = '.hints.json';

export function isHintFileName(name: string): boolean {
  return name.toLowerCase().endsWith(ENDING);
}

/** How the hints of a photo are called beside it; `stem` is its name without an ending. */
export function hintFileName(stem: string): string {
  return `${stem}${ENDING}`;
}

/** The hints and settings of a photo, as the command line reads them. */
export function makeHintFile({ settings, edits }: Photo): Blob {
  const text = encodeHintFile({ settings: settings.value, hints: edits.value.hints });
  return new Blob([text], { type: 'application/json' });
}

/** Gives the photo that the file is named after its hints, or else the selected one. Returns what it did, for a person. */
export async function loadHintFile(room: Darkroom, file: File): Promise<string> {
  const { photos, selected } = room;
  const { hints, settings } = parseHintFile(await file.text(), file.name);
  const stem = file.name.slice(0, -ENDING.length);
  const named = photos.value.find(({ name }) => stemOf(name) === stem);
  const photo = named ?? selected.value;
  if (photo === null)
    throw new Error(`${file.name}: open the photo that it belongs to first, or both at once.`);
  photo.settings.value = settings;
  takeHints(room, photo, hints);
  const what = hints.length === 0 ? 'settings' : hints.length === 1 ? 'hint' : `${hints.length} hints`;
  return `${photo.name} has the ${what} of ${file.name}.`;
}

/** The command that gives the same picture. */
export function writeCommand(photo: Photo, model: ModelPlace, isDefault: boolean): string {
  const parts = [
    'tintype',
    'colorize',
    quoteForShell(photo.name),
    '--hints',
    quoteForShell(hintFileName(stemOf(photo.name))),
  ];
  const own = isDefault ? [] : ['--model', quoteForShell(model.name)];
  return [...parts, ...own, '--out', 'coloured'].join(' ');
}
