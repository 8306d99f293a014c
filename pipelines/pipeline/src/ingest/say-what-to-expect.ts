import { colorizeCommand } from '../models/colorize-command.ts';
import type { IngestSettings } from '../schemas/ingest.ts';

/**
 * Photos below which no recipe here has learnt more than sky and earth. Measured: 22 forests (16 to train on) gave a model
 * that is worse than grey; 35 photos of all kinds (24) one that colours all of them brown, level with the mean colour per
 * row; the 126 bundled ones of the article's classes (89) blue skies and sepia ground, with no clear lead over that mean.
 */
const FEW = 200;

/** What so many photos of a person's own can give, said before anything is trained on them; nothing where it is not known. */
export function sayWhatToExpect(photos: number, settings: Pick<IngestSettings, 'source'>): readonly string[] {
  const { kind } = settings.source;
  const areOwn = kind === 'folder' || kind === 'archive';
  if (!areOwn || photos >= FEW) return [];
  return [
    `${photos} photos: with so few, expect ${photos < 50 ? 'little more than sepia' : 'sepia and blue skies at best'}`,
    `for more, colour with the bundled model (${colorizeCommand(settings)}) or add photos`,
  ];
}
