import { colorizeCommand } from '../models/colorize-command.ts';
import type { IngestSettings } from '../schemas/ingest.ts';

/**
 * Photos below which no recipe here learns more than sky and earth. Measured on the bundled photos: of 22 (16 to train
 * on) the recipe `forest` made a model that is worse than grey, of 126 (89) `default` and `zhang-small` made models that
 * know blue skies and sepia ground and lead no mean colour per row clearly.
 */
const FEW = 200;

/** What so many photos of a person's own can give, said before anything is trained on them; nothing where it is not known. */
export function sayWhatToExpect(photos: number, settings: Pick<IngestSettings, 'source'>): readonly string[] {
  const { kind } = settings.source;
  const areOwn = kind === 'folder' || kind === 'archive';
  if (!areOwn || photos >= FEW) return [];
  return [
    `${photos} photos: expect ${photos < 50 ? 'little more than sepia' : 'sepia and blue skies at best'}, for what fewer than ${FEW} photos teach`,
    `for more, colour with the bundled model (${colorizeCommand(settings)}) or add photos`,
  ];
}
