import { counted } from '@tintype/report';
import { type Manifest, outlineArtefact } from '@tintype/store/neutral';
import { showBytes, showHash } from '@tintype/terminal/neutral';

import { JsonTree } from '../../../parts/json-tree.tsx';
import { addressOf } from '../../../route.ts';
import { showRows } from '../../../words.ts';

/** Each stage of a run: what it was given, by which settings, and what it made. */
export function StageSections({ manifests }: { readonly manifests: readonly Manifest[] }) {
  return (
    <>
      <h2>Stages</h2>
      {manifests.map((manifest) => (
        <StageSection manifest={manifest} key={manifest.stage} />
      ))}
    </>
  );
}

function StageSection({ manifest }: { readonly manifest: Manifest }) {
  const { pipeline, recipe, stage, fingerprint, inputs, settings, summary } = manifest;
  const { rows, files, bytes, shards } = outlineArtefact(manifest);
  const contents = [
    showRows(rows),
    counted(shards, 'shard'),
    ...(files > 0 ? [counted(files, 'file')] : []),
    showBytes(bytes),
  ];
  return (
    <section class="runs-stage" aria-label={stage}>
      <h3>
        <a href={addressOf('artefacts', [pipeline, recipe, stage])}>{stage}</a>{' '}
        <small class="muted">{contents.filter((text) => text !== '').join(' · ')}</small>
      </h3>
      <p class="muted">
        fingerprint <code title={fingerprint}>{showHash(fingerprint)}</code>
        {inputs.length > 0 && ' · made from '}
        {inputs.map(({ stage: input, content }, i) => (
          <>
            {i > 0 && ', '}
            <a href={addressOf('artefacts', [pipeline, recipe, input])}>{input}</a>{' '}
            <code title={content}>{showHash(content)}</code>
          </>
        ))}
      </p>
      <details>
        <summary>Settings</summary>
        <JsonTree value={settings} />
      </details>
      <details>
        <summary>Summary</summary>
        <JsonTree value={summary} />
      </details>
    </section>
  );
}
