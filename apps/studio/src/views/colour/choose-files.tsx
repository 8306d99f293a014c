import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

import type { Darkroom } from './darkroom/darkroom.ts';
import { listFiles } from './darkroom/gather-files.ts';
import { takeFiles } from './darkroom/take-files.ts';

interface ChooseFilesProps {
  readonly room: Darkroom;
  /** Whether whole folders are chosen. */
  readonly folder?: boolean;
  readonly class?: string;
  readonly label?: string;
  readonly children: ComponentChildren;
}

/** A button that opens the browser's dialogue for photos. */
export function ChooseFiles({ room, folder = false, label, children, ...props }: ChooseFilesProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class={props.class}
        aria-label={label}
        onClick={() => openDialogue(input.current, folder)}
      >
        {children}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={ACCEPTED}
        onChange={(event) => {
          const { currentTarget } = event;
          void takeFiles(room, listFiles(currentTarget.files));
          currentTarget.value = ''; // so that the same file can be chosen again
        }}
      />
    </>
  );
}

/** What the browser offers first: photos, and the hints of photos. */
const ACCEPTED = 'image/*,.json';

function openDialogue(input: HTMLInputElement | null, folder: boolean): void {
  if (input === null) return;
  input.webkitdirectory = folder;
  input.click();
}
