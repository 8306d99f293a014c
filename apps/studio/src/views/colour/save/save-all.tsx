import { describeError } from '@tintype/store/neutral';

import type { Engine, OutputFormat } from '../../../engine/engine.ts';
import { type Darkroom, tell, tellDone } from '../darkroom/darkroom.ts';
import { saveFile } from './results.ts';
import { zipResults } from './zip-results.ts';

interface SaveAllProps {
  readonly room: Darkroom;
  readonly format: OutputFormat;
}

/** All photos as a zip, one after the other. */
export function SaveAll({ room, format }: SaveAllProps) {
  const engine = room.engine.value;
  const now = room.zipping.value;
  if (now !== null)
    return (
      <div class="colour-zipping">
        <progress max={now.of} value={now.done} aria-label="Zipping" />
        <span role="status">
          {now.done + 1} of {now.of}
        </span>
        <button type="button" onClick={() => now.cancelling.abort()}>
          Cancel
        </button>
      </div>
    );
  const count = room.photos.value.filter(({ progress }) => progress.value.state !== 'refused').length;
  return (
    <p class="colour-row">
      <button
        type="button"
        disabled={engine.state !== 'ready' || count === 0}
        onClick={() => engine.state === 'ready' && void saveAll(room, engine.engine, format)}
      >
        Download all {count} (zip)
      </button>
    </p>
  );
}

async function saveAll(room: Darkroom, engine: Engine, format: OutputFormat): Promise<void> {
  const { zipping } = room;
  const photos = room.photos.value.filter(({ progress }) => progress.value.state !== 'refused');
  const cancelling = new AbortController();
  const { signal } = cancelling;
  try {
    const { zip, failures } = await zipResults({
      photos,
      engine,
      format,
      signal,
      onPhoto: (photo, index) => {
        zipping.value = { photo, done: index, of: photos.length, cancelling };
      },
    });
    for (const failure of failures) tell(room, failure);
    if (failures.length < photos.length) saveFile(zip, 'coloured.zip');
  } catch (error) {
    if (signal.aborted) tellDone(room, 'The zip was cancelled.');
    else tell(room, `The zip cannot be made: ${describeError(error)}`);
  } finally {
    zipping.value = null;
  }
}
