import type { Json, Shard } from '@tintype/store/neutral';
import { useEffect, useMemo } from 'preact/hooks';

import { readBlob } from '../../../data/blobs.ts';
import { JsonTree } from '../../../parts/json-tree.tsx';
import { useLater } from '../../../parts/later.tsx';
import { Failure, Loading } from '../../../parts/state.tsx';
import type { FileKind } from './file-kind.ts';
import { ModelContent } from './model-content.tsx';

interface FileContentProps {
  readonly file: Shard;
  readonly kind: FileKind;
}

/** What is in a file, whose digest is compared before it is shown. */
export function FileContent({ file, kind }: FileContentProps) {
  const { later, again } = useLater(
    async (signal) => contentOf(await readBlob(file.sha256, signal), file.name, kind),
    [file.sha256],
  );
  switch (later.state) {
    case 'loading':
      return <Loading what={file.name} />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return later.value;
    default:
      return later satisfies never;
  }
}

/** Throws where a file is not what its name says. */
function contentOf(bytes: Uint8Array<ArrayBuffer>, name: string, kind: FileKind) {
  switch (kind) {
    case 'picture':
      return <PictureContent bytes={bytes} name={name} />;
    case 'model':
      return <ModelContent value={parsed(bytes, name)} />;
    case 'json':
      return <JsonTree value={parsed(bytes, name)} />;
    case 'text':
    case 'page':
    case 'other':
      return <pre class="scroll">{new TextDecoder().decode(bytes)}</pre>;
    default:
      return kind satisfies never;
  }
}

interface PictureProps {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly name: string;
}

/** A picture of a blob: as `img`, in which no script of an SVG runs. */
function PictureContent({ bytes, name }: PictureProps) {
  const address = useMemo(
    () => URL.createObjectURL(new Blob([bytes], { type: name.endsWith('.svg') ? 'image/svg+xml' : '' })),
    [bytes],
  );
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  return <img class="artefact-file-picture" src={address} alt={name} />;
}

function parsed(bytes: Uint8Array, name: string): Json {
  try {
    const value: Json = JSON.parse(new TextDecoder().decode(bytes));
    return value;
  } catch (cause) {
    throw new Error(`${name}: expected JSON; run its stage again`, { cause });
  }
}
