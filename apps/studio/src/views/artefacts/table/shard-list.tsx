import { type Signal, useSignal } from '@preact/signals';
import { counted, grouped } from '@tintype/report';
import type { Shard } from '@tintype/store/neutral';
import { showBytes, showHash } from '@tintype/terminal/neutral';

import { addressOfBlob, readBlob, verified } from '../../../data/blobs.ts';

interface ShardListProps {
  readonly shards: readonly Shard[];
  /** Bytes that were read in ranges. */
  readonly loaded: Signal<number>;
}

/** The blobs of a table with their digests, which reading them whole compares. */
export function ShardList({ shards, loaded }: ShardListProps) {
  const bytes = shards.reduce((total, shard) => total + shard.bytes, 0);
  const checked = shards.filter(({ sha256 }) => verified.value.has(sha256)).length;
  return (
    <details class="artefact-shards">
      <summary>
        {counted(shards.length, 'shard')}, {showBytes(bytes)},{' '}
        {loaded.value > 0 && `${showBytes(loaded.value)} read in parts, `}
        {checked === shards.length ? 'all verified' : checked === 0 ? 'not verified' : `${checked} verified`}
      </summary>
      <p class="muted">
        Parts of a file cannot be compared with its digest. Verify reads the whole file and does.
      </p>
      <div class="scroll" role="region" aria-label="Shards" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">shard</th>
              <th scope="col" class="number">
                rows
              </th>
              <th scope="col" class="number">
                size
              </th>
              <th scope="col">sha256</th>
              <th scope="col">bytes</th>
            </tr>
          </thead>
          <tbody>
            {shards.map((shard) => (
              <ShardLine shard={shard} key={shard.name} />
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function ShardLine({ shard }: { readonly shard: Shard }) {
  const { name, rows, bytes, sha256 } = shard;
  return (
    <tr>
      <th scope="row">
        <a
          href={addressOfBlob(sha256)}
          download={`${name.replaceAll('/', '-')}${shard.table ? '.arrow' : ''}`}
        >
          {name}
        </a>
      </th>
      <td class="number">{grouped(rows)}</td>
      <td class="number">{showBytes(bytes)}</td>
      <td>
        <code title={sha256}>{showHash(sha256)}</code>
      </td>
      <td>
        <Verification shard={shard} />
      </td>
    </tr>
  );
}

type Verifying = 'no' | 'reading' | { readonly failed: string };

export function Verification({ shard: { name, sha256 } }: { readonly shard: Shard }) {
  const work = useSignal<Verifying>('no');
  if (verified.value.has(sha256)) return <span>verified</span>;
  if (work.value === 'reading') return <span role="status">reading …</span>;
  if (work.value !== 'no') return <span role="alert">{work.value.failed}</span>;
  const verify = (): void => {
    work.value = 'reading';
    readBlob(sha256, new AbortController().signal).then(
      () => (work.value = 'no'),
      (error: unknown) => (work.value = { failed: error instanceof Error ? error.message : String(error) }),
    );
  };
  return (
    <button type="button" onClick={verify} aria-label={`Verify ${name}`}>
      Verify
    </button>
  );
}
