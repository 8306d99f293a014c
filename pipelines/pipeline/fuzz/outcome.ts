import { describeError } from '@tintype/store';

/**
 * What became of an input: `refused` with a reason or an error that names the place; `accepted` as a whole; `wrong`: an
 * error of ours, a name that leads elsewhere, numbers that are none.
 */
export interface Outcome {
  readonly status: 'refused' | 'accepted' | 'wrong';
  readonly text: string;
}

export const accepted: Outcome = { status: 'accepted', text: '' };
export const refused = (text: string): Outcome => ({ status: text === '' ? 'wrong' : 'refused', text });
export const wrong = (text: string): Outcome => ({ status: 'wrong', text });

/** An error is a good answer when it says where. */
export function namesThePlace(error: unknown, place: string): Outcome {
  const text = describeError(error);
  return text.includes(place) && !text.startsWith('Internal error') ? refused(text) : wrong(text);
}
