import { counted } from '@tintype/report';
import { showDuration } from '@tintype/terminal/neutral';

import { addressOf } from '../../../route.ts';
import { showContents, showRows, showTime } from '../../../words.ts';
import { lives, nameLife } from '../live/live.ts';
import { measureLeft, measureShare, type StageLife } from '../live/stage-life.ts';
import type { StageFacts } from '../overview/read-pipelines.ts';
import { StateMark } from './state-mark.tsx';

interface StageNodeProps {
  readonly pipeline: string;
  readonly recipe: string;
  readonly facts: StageFacts;
}

/** A stage in the graph: its state in a shape and in words, and what its artefact holds, or how far its run is. */
export function StageNode({ pipeline, recipe, facts }: StageNodeProps) {
  const { stage, state, made, needs } = facts;
  const life = lives.value.get(nameLife(pipeline, recipe, stage));
  const isRunning = life !== undefined && life.end === null;
  const place = [pipeline, recipe, stage];
  return (
    <div class={`runs-node runs-node-${isRunning ? 'running' : state}`} title={explain(facts)}>
      <p class="name">
        <StateMark state={isRunning ? 'running' : state} />
        {made === null ? stage : <a href={addressOf('artefacts', place)}>{stage}</a>}
      </p>
      <span class="unseen">{needs.length > 0 ? `needs ${needs.join(' and ')};` : ''}</span>
      {isRunning ? <Running life={life} /> : <Standing facts={facts} life={life} />}
    </div>
  );
}

function Standing({ facts, life }: { readonly facts: StageFacts; readonly life: StageLife | undefined }) {
  const { made } = facts;
  return (
    <>
      <p>{describeNode(facts)}</p>
      {made !== null && (
        <p class="muted">
          {showContents(facts)}
          <br />
          {showTime(made)}
        </p>
      )}
      {life?.end?.failed && <p class="failed">the last run failed</p>}
    </>
  );
}

function Running({ life }: { readonly life: StageLife }) {
  const share = measureShare(life);
  const left = measureLeft(life);
  return (
    <>
      <p>
        {life.waiting === null
          ? `running${share === null ? '' : ` · ${Math.floor(share * 100)} %`}`
          : 'waiting'}
      </p>
      <progress max={1} value={share ?? undefined} aria-label="Done" />
      {left !== null && <p class="muted">{showDuration(left)} left</p>}
    </>
  );
}

/** The state in a few words: "partial, 6 of 8 shards". */
function describeNode({ state, shards, missing }: StageFacts): string {
  switch (state) {
    case 'fresh':
    case 'made':
    case 'unknown':
      return state;
    case 'missing':
      return 'missing';
    case 'partial':
      return `partial, ${shards - missing} of ${shards} shards`;
    case 'stale':
      return missing === 0 ? 'stale, all in the store' : `stale, ${missing} to compute`;
    default:
      return state satisfies never;
  }
}

/** All that there is no room for. */
function explain({ stage, needs, unknownUntil, rows, files, shards }: StageFacts): string {
  return [
    needs.length > 0 ? `${stage} needs ${needs.join(', ')}` : `${stage} needs no other stage`,
    ...(unknownUntil === null ? [] : [`unknown until ${unknownUntil}`]),
    `${shards} shards`,
    showRows(rows),
    ...(files > 0 ? [counted(files, 'file')] : []),
  ]
    .filter((line) => line !== '')
    .join('\n');
}
