import { methodName } from '@tintype/colour';

import { colorizeCommand } from '../models/colorize-command.ts';
import { measureText } from '../report/show-measure.ts';
import { bestBaseline, type MethodRow, networkAt } from '../runs/method-row.ts';
import type { IngestSettings } from '../schemas/ingest.ts';

/** What to do where the network is behind the best baseline in balanced AuC; nothing where it is ahead. */
export function sayWhatToDo(
  rows: readonly MethodRow[],
  temperature: number,
  settings: Pick<IngestSettings, 'source'>,
): readonly string[] {
  const [network, best] = [networkAt(rows, temperature), bestBaseline(rows)];
  if (network?.aucBalanced == null || best?.aucBalanced == null) return [];
  const [ours, theirs] = [network, best].map((row) => Number(measureText('aucBalanced', row.aucBalanced)));
  if (ours === undefined || theirs === undefined || ours > theirs) return [];
  return [
    '',
    `this model is no better than ${methodName(best)}, which does not look at the picture`,
    `colour with the bundled model (${colorizeCommand(settings)}), fine-tune it as the recipe folder does (train.start "bundled"), or add photos and run again`,
  ];
}
