import { useSignal } from '@preact/signals';
import type { Table } from '@tintype/records';
import type { Shard } from '@tintype/store/neutral';
import type { ComponentChildren } from 'preact';

import { Choice } from '../../../parts/choice.tsx';
import type { DrawingProps } from './drawing.ts';
import { type Part, WholeTable } from './whole-table.tsx';

interface ChosenProps {
  readonly table: DrawingProps['table'];
  /** What the shards differ in. */
  readonly label: 'photos' | 'network';
  readonly children: (shard: Shard) => ComponentChildren;
}

/** One of the shards of a table, at first that of all photos where there is one: its name is the table's. */
export function ChosenShard({ table: { shards, name }, label, children }: ChosenProps) {
  const chosen = useSignal((shards.find((shard) => shard.name === name) ?? shards[0])?.name ?? '');
  const shard = shards.find((one) => one.name === chosen.value);
  return (
    <>
      <Choice
        label={label}
        options={shards.map((one) => ({
          value: one.name,
          name: one.name === name ? 'all of training' : wordsFor(one, label),
        }))}
        value={chosen.value}
        onChoose={(value) => (chosen.value = value)}
      />
      {shard && children(shard)}
    </>
  );
}

/** A network that a review has trained is named before the last part: "relu/plain/1/curves" → "relu/plain/1". */
function wordsFor({ name }: Shard, label: ChosenProps['label']): string {
  return label === 'network' ? name.slice(0, name.lastIndexOf('/')) : name;
}

interface OneShardProps<T extends Table> extends Omit<ChosenProps, 'children'> {
  readonly of: T;
  readonly children: (rows: Part<T>['rows']) => ComponentChildren;
}

/** The rows of a chosen shard of a small table. */
export function OneShard<T extends Table>({ of, children, ...choosing }: OneShardProps<T>) {
  return (
    <ChosenShard {...choosing}>
      {(shard) => (
        <WholeTable table={of} shards={[shard]}>
          {([part]) => part && children(part.rows)}
        </WholeTable>
      )}
    </ChosenShard>
  );
}
