import type { Likelihood } from '@tintype/colorize';
import { percent } from '@tintype/report';
import { useEffect, useMemo, useRef } from 'preact/hooks';

import type { OpenedPhoto } from '../../../engine/engine.ts';
import { AbDistribution } from '../../../parts/ab-distribution.tsx';
import { cssColour } from '../../../parts/css-colour.ts';
import { useLater } from '../../../parts/later.tsx';
import { Failure, Loading } from '../../../parts/state.tsx';
import type { Result } from '../read-result.ts';
import type { Place } from './place.ts';
import { openModel, openPicture } from './studio-models.ts';

interface ProbeProps {
  readonly result: Result;
  readonly photo: string;
  readonly place: Place | null;
}

interface Said {
  readonly likelihoods: readonly Likelihood[];
  readonly lightness: number;
}

/** What the network of a run says of a place, once somebody asks. */
export function Probe({ place, ...of }: ProbeProps) {
  return (
    <section class="result-probe" aria-label={`What the network of ${of.result.run.recipe} says`}>
      {place === null ? <p class="muted">No place chosen yet.</p> : <Asked {...of} place={place} />}
    </section>
  );
}

function Asked({ result, photo, place }: ProbeProps & { readonly place: Place }) {
  const opening = useOpened(result, photo);
  const { later, again } = useLater(async (): Promise<Said> => {
    const opened = await opening.open();
    const [likelihoods, lightness] = await Promise.all([
      opened.likelihoodsAt(place.x, place.y),
      opened.lightnessAt(place.x, place.y),
    ]);
    return { likelihoods, lightness };
  }, [place]);
  const last = useRef<Said | null>(null);
  if (later.state === 'ready') last.current = later.value;
  switch (later.state) {
    case 'loading':
      return last.current ? <Answer said={last.current} /> : <Loading what="the model" />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return <Answer said={later.value} />;
    default:
      return later satisfies never;
  }
}

/** The photo in the engine of this run, opened when it is first asked about and closed with the page. */
function useOpened({ run, pictures }: Result, photo: string) {
  const opening = useMemo(() => {
    const ending = new AbortController();
    let opened: Promise<OpenedPhoto> | null = null;
    const load = async (): Promise<OpenedPhoto> => {
      const [engine, { truth }] = await Promise.all([openModel(run.recipe), pictures.readSeen(photo)]);
      return openPicture(engine, truth, ending.signal);
    };
    return {
      open: (): Promise<OpenedPhoto> => {
        opened ??= load().catch((error: unknown) => {
          opened = null; // so that it is tried again
          throw error;
        });
        return opened;
      },
      close: () => {
        ending.abort();
        opened?.then((one) => one.close()).catch(() => undefined); // it was never there
      },
    };
  }, [run.recipe, photo]);
  useEffect(() => opening.close, [opening]);
  return opening;
}

const SHOWN = 6;

function Answer({ said: { likelihoods, lightness } }: { readonly said: Said }) {
  return (
    <>
      <AbDistribution likelihoods={likelihoods} lightness={lightness} />
      <ol class="result-likeliest" aria-label="The likeliest colours">
        {likelihoods.slice(0, SHOWN).map(({ a, b, probability }) => (
          <li>
            <span class="result-swatch" style={{ background: cssColour(lightness, a, b) }} />{' '}
            {percent(probability)}
          </li>
        ))}
      </ol>
      <p class="muted">
        L {lightness.toFixed(0)}. A disc for each bin, as large as it is likely; the line is what a screen can
        show.
      </p>
    </>
  );
}
