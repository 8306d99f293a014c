import { useSignal } from '@preact/signals';
import { describeError } from '@tintype/store/neutral';
import { useEffect } from 'preact/hooks';

import { type Darkroom, tell } from './darkroom/darkroom.ts';
import { gatherFiles } from './darkroom/gather-files.ts';
import { takeFiles } from './darkroom/take-files.ts';

/** Takes what is dropped or pasted anywhere on the page, and shows that it would while something is dragged. */
export function DropAnywhere({ room }: { readonly room: Darkroom }) {
  const dragged = useSignal(false);
  useEffect(() => {
    const listening = new AbortController();
    const listen = <Name extends 'dragover' | 'dragleave' | 'drop' | 'paste'>(
      name: Name,
      heed: (event: WindowEventMap[Name]) => void,
    ) => addEventListener(name, heed, { signal: listening.signal });
    listen('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      dragged.value = true;
    });
    listen('dragleave', (event) => {
      if (event.relatedTarget === null) dragged.value = false; // out of the window
    });
    listen('drop', (event) => {
      event.preventDefault();
      dragged.value = false;
      void take(room, event.dataTransfer);
    });
    listen('paste', (event) => {
      if (event.clipboardData?.types.includes('Files')) void take(room, event.clipboardData);
    });
    return () => listening.abort();
  }, [room]);
  return dragged.value ? <div class="colour-dropping">Drop photos, folders or hints</div> : null;
}

async function take(room: Darkroom, data: DataTransfer | null): Promise<void> {
  if (data === null) return;
  try {
    await takeFiles(room, await gatherFiles(data));
  } catch (error) {
    tell(room, `That cannot be read: ${describeError(error)}`);
  }
}
