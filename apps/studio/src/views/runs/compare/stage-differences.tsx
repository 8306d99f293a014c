import { useSignal } from '@preact/signals';
import { counted } from '@tintype/report';
import type { Json } from '@tintype/store/neutral';
import { showHash, showNumber } from '@tintype/terminal/neutral';

import type { Field, FieldKind, StageComparison } from './compare-runs.ts';

interface StageDifferencesProps {
  readonly names: readonly [string, string];
  readonly stages: readonly StageComparison[];
}

/** The stages of two runs field by field: what differs, or all on demand. */
export function StageDifferences({ names, stages }: StageDifferencesProps) {
  const showsAll = useSignal(false);
  return (
    <>
      <div class="runs-head">
        <h2>Stages</h2>
        <label>
          <input
            type="checkbox"
            checked={showsAll.value}
            onChange={(event) => (showsAll.value = event.currentTarget.checked)}
          />{' '}
          what is the same too
        </label>
      </div>
      {stages.map((stage) => (
        <StageDifference names={names} stage={stage} showsAll={showsAll.value} key={stage.stage} />
      ))}
    </>
  );
}

interface StageDifferenceProps extends Pick<StageDifferencesProps, 'names'> {
  readonly stage: StageComparison;
  readonly showsAll: boolean;
}

function StageDifference({ names, stage, showsAll }: StageDifferenceProps) {
  const parts = (['settings', 'inputs', 'summary'] as const).map((part) => ({
    part,
    fields: stage[part].filter(({ kind }) => showsAll || kind !== 'same'),
  }));
  const isSame = parts.every(({ fields }) => fields.every(({ kind }) => kind === 'same'));
  return (
    <section class="runs-stage" aria-label={stage.stage}>
      <h3>
        {stage.stage} <small class="muted">{describeShards(stage, names)}</small>
      </h3>
      {isSame && stage.only === null && <p class="muted">The same settings, inputs and summary.</p>}
      {stage.only === null &&
        parts.map(
          ({ part, fields }) => fields.length > 0 && <Fields part={part} fields={fields} names={names} />,
        )}
    </section>
  );
}

function describeShards({ only, shards }: StageComparison, [from, to]: readonly [string, string]): string {
  if (only !== null) return `only ${only === 'from' ? from : to} has it`;
  const { from: before, to: after, equal } = shards;
  if (before === after && equal === after) return `all ${counted(after, 'shard')} equal`;
  return `${equal} of ${before === after ? counted(after, 'shard') : `${before} and ${after} shards`} equal`;
}

interface FieldsProps extends Pick<StageDifferencesProps, 'names'> {
  readonly part: 'settings' | 'inputs' | 'summary';
  readonly fields: readonly Field[];
}

function Fields({ part, fields, names }: FieldsProps) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={part}>
      <table class="runs-fields">
        <thead>
          <tr>
            <th scope="col">{part}</th>
            <th scope="col">
              <span class="unseen">how it compares</span>
            </th>
            {names.map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map(({ path, kind, from, to }) => (
            <tr class={`runs-field-${kind}`}>
              <th scope="row">{path}</th>
              <td>{showKind(kind)}</td>
              <td>{showValue(from, part)}</td>
              <td>{showValue(to, part)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function showKind(kind: FieldKind): string {
  switch (kind) {
    case 'same':
      return '=';
    case 'changed':
      return '≠ changed';
    case 'added':
      return '+ added';
    case 'removed':
      return '− removed';
    default:
      return kind satisfies never;
  }
}

const MOST = 300;

function showValue(value: Json | undefined, part: FieldsProps['part']): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return showNumber(value);
  if (typeof value === 'string') return part === 'inputs' ? showHash(value) : value;
  if (Array.isArray(value) && value.some((item) => typeof item === 'object'))
    return counted(value.length, 'row');
  const text = JSON.stringify(value);
  return text.length > MOST ? `${text.slice(0, MOST)} …` : text;
}
