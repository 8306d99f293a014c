import { useSignal } from '@preact/signals';
import type { Manifest, Shard } from '@tintype/store/neutral';
import { showBytes, showHash } from '@tintype/terminal/neutral';

import { addressOfBlob } from '../../../data/blobs.ts';
import { addressOfReport } from '../../../data/manifests.ts';
import { Verification } from '../table/shard-list.tsx';
import { FileContent } from './file-content.tsx';
import { type FileKind, kindOf } from './file-kind.ts';

/** Blobs that are no tables: pictures, pages, model files. */
export function FilesPanel({ manifest }: { readonly manifest: Manifest }) {
  const files = manifest.shards.filter(({ table }) => table === undefined);
  return (
    <ul class="artefact-files">
      {files.map((file) => (
        <FileEntry manifest={manifest} file={file} key={file.name} />
      ))}
    </ul>
  );
}

function FileEntry({ manifest, file }: { readonly manifest: Manifest; readonly file: Shard }) {
  const kind = kindOf(file.name);
  const isOpen = useSignal(false);
  const { name, bytes, sha256 } = file;
  return (
    <li>
      <div class="artefact-file-line">
        <strong>{name}</strong>
        <span class="muted">
          {showBytes(bytes)} <code title={sha256}>{showHash(sha256)}</code>
        </span>
        <Verification shard={file} />
        <Open
          manifest={manifest}
          file={file}
          kind={kind}
          isOpen={isOpen.value}
          onOpen={() => (isOpen.value = !isOpen.value)}
        />
      </div>
      {isOpen.value && <FileContent file={file} kind={kind} />}
    </li>
  );
}

interface OpenProps {
  readonly manifest: Manifest;
  readonly file: Shard;
  readonly kind: FileKind;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

function Open({ manifest, file, kind, isOpen, onOpen }: OpenProps) {
  switch (kind) {
    case 'page':
      return (
        <a class="button" href={addressOfReport(manifest, file.name)} target="_blank" rel="noreferrer">
          Open in a new tab
        </a>
      );
    case 'other':
      return (
        <a class="button" href={addressOfBlob(file.sha256)} download={file.name.replaceAll('/', '-')}>
          Save
        </a>
      );
    case 'picture':
    case 'json':
    case 'model':
    case 'text':
      return (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={onOpen}
          aria-label={`${isOpen ? 'Close' : 'Open'} ${file.name}`}
        >
          {isOpen ? 'Close' : 'Open'}
        </button>
      );
    default:
      return kind satisfies never;
  }
}
