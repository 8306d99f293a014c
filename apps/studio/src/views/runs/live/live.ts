import { signal } from '@preact/signals';
import { messageSchema } from '@tintype/stage/neutral';
import { describeError } from '@tintype/store/neutral';
import { z } from 'zod';

import { followStage, type StageLife } from './stage-life.ts';

const RETRY_MS = 2000;

const toldSchema = z.object({
  pipeline: z.string(),
  recipe: z.string(),
  stage: z.string(),
  time: z.iso.datetime().transform((time) => Date.parse(time)),
  event: messageSchema,
});

/** How the page hears of runs: `lost` while it tries again. */
export const connection = signal<'connecting' | 'open' | 'lost'>('connecting');

/** Rises whenever any manifest may have changed. */
export const turn = signal(0);

/** What the server told that this page cannot read; null where it reads all. */
export const unreadable = signal<string | null>(null);

/** The lives of stages by `nameLife`. */
export const lives = signal<ReadonlyMap<string, StageLife>>(new Map());

export function nameLife(pipeline: string, recipe: string, stage: string): string {
  return [pipeline, recipe, stage].join('/');
}

/** The lives of a recipe's stages that have been heard of, in that order. */
export function livesOf(
  pipeline: string,
  recipe: string,
): readonly { readonly stage: string; readonly life: StageLife }[] {
  const start = nameLife(pipeline, recipe, '');
  return [...lives.value].flatMap(([name, life]) =>
    name.startsWith(start) ? [{ stage: name.slice(start.length), life }] : [],
  );
}

/** Listens to the server's events until it is called off. @returns calls it off */
export function listen(address = 'api/events'): () => void {
  let source: EventSource;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    source = new EventSource(address);
    source.addEventListener('open', () => {
      if (connection.value === 'lost') turn.value += 1; // what happened meanwhile was not told
      connection.value = 'open';
      lives.value = new Map([...lives.value].filter(([, { end }]) => end !== null)); // those that run are told anew
    });
    source.addEventListener('told', ({ data }) => hear(String(data)));
    source.addEventListener('manifests', () => void (turn.value += 1));
    source.addEventListener('error', () => {
      connection.value = 'lost';
      if (source.readyState !== EventSource.CLOSED) return; // it tries again by itself
      clearTimeout(retry);
      retry = setTimeout(open, RETRY_MS);
    });
  };
  open();
  return () => {
    clearTimeout(retry);
    source.close();
  };
}

function hear(text: string): void {
  try {
    const told = toldSchema.safeParse(JSON.parse(text));
    if (!told.success) throw new Error(z.prettifyError(told.error));
    const { pipeline, recipe, stage, time, event } = told.data;
    const name = nameLife(pipeline, recipe, stage);
    lives.value = new Map(lives.value).set(name, followStage(lives.value.get(name), event, time));
  } catch (error) {
    unreadable.value = describeError(error);
  }
}
