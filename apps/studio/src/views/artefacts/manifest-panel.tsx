import type { Manifest } from '@tintype/store/neutral';
import { showHash } from '@tintype/terminal/neutral';

import { addressOfManifest } from '../../data/manifests.ts';
import { JsonTree } from '../../parts/json-tree.tsx';
import { addressOf } from '../../route.ts';

/** What made an artefact, and what it says of itself. */
export function ManifestPanel({ manifest }: { readonly manifest: Manifest }) {
  const { pipeline, recipe, fingerprint, inputs, settings, summary } = manifest;
  return (
    <>
      <p>
        Fingerprint <code>{fingerprint}</code>, of all that determines it.{' '}
        <a href={addressOfManifest(manifest)} target="_blank">
          The file itself
        </a>
      </p>
      <h2>Inputs</h2>
      {inputs.length === 0 ? (
        <p class="muted">none</p>
      ) : (
        <ul>
          {inputs.map((input) => (
            <li>
              <a href={addressOf('artefacts', [pipeline, recipe, input.stage])}>{input.stage}</a>{' '}
              <code title={input.content}>{showHash(input.content)}</code>
            </li>
          ))}
        </ul>
      )}
      <h2>Settings</h2>
      <JsonTree value={settings} />
      <h2>Summary</h2>
      <JsonTree value={summary} />
    </>
  );
}
