import type { TrainStageSettings } from '../schemas/train.ts';

/**
 * Training photos below which a network that starts from nothing has learnt no more than sky and earth. Measured: 16
 * forests gave a model that is worse than grey; 24 photos of all kinds one that colours all of them brown; 89 blue skies
 * and sepia ground, with no clear lead over the mean colour of each row.
 */
const FEW = 150;

/** What so few photos can teach a network that knows nothing, said before it is trained; null where there is nothing to say. */
export function sayWhatToExpect(
  photos: number,
  { start, network }: Pick<TrainStageSettings, 'start' | 'network'>,
): string | null {
  const knowsThings =
    network.kind === 'pretrained' ? start !== 'random' : start !== null && start !== 'random';
  if (knowsThings || photos >= FEW) return null;
  const much = photos < 35 ? 'little more than sepia' : 'sepia and blue skies at best';
  return `${photos} training photos: a network that starts from nothing learns ${much} from so few; fine-tune the bundled model on them instead, as the recipe folder does (train.start "bundled")`;
}
