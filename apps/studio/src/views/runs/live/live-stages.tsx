import './live.css';

import { showDuration } from '@tintype/terminal/neutral';

import { livesOf } from './live.ts';
import { measureLeft, measureShare, type StageLife } from './stage-life.ts';

interface LiveStagesProps {
  readonly pipeline: string;
  readonly recipe: string;
}

/** What the console of a run shows: how far its stages are, with their figures and notes; nothing where none has been heard of. */
export function LiveStages({ pipeline, recipe }: LiveStagesProps) {
  const heard = livesOf(pipeline, recipe);
  if (heard.length === 0) return null;
  return (
    <dl class="runs-told" aria-label={`Run of ${recipe}`}>
      {heard.map(({ stage, life }) => (
        <div key={stage}>
          <dt>{stage}</dt>
          <dd>
            <p class={life.end?.failed ? 'failed' : undefined}>{describeLife(life)}</p>
            {life.end === null && life.notes.map((note) => <p class="muted">{note}</p>)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function describeLife(life: StageLife): string {
  const { end, waiting, wave } = life;
  if (end !== null) return end.failed ? `failed: ${end.text}` : end.text;
  if (waiting !== null) return waiting;
  const share = measureShare(life);
  const left = measureLeft(life);
  return [
    share === null ? 'begins' : `${Math.floor(share * 100)} %`,
    ...(left === null ? [] : [`${showDuration(left)} left`]),
    ...wave.figures,
  ].join(' · ');
}
