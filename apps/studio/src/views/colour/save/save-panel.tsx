import './save.css';

import { useSignal } from '@preact/signals';
import { describeError } from '@tintype/store/neutral';

import type { OpenedPhoto, OutputFormat } from '../../../engine/engine.ts';
import { addressOf } from '../../../route.ts';
import { type Darkroom, type ModelPlace, tell, tellDone } from '../darkroom/darkroom.ts';
import { isOwn } from '../darkroom/look.ts';
import { stemOf } from '../darkroom/names.ts';
import { type Photo, readLook } from '../darkroom/photo.ts';
import { hintFileName, makeHintFile, writeCommand } from '../hints/hint-files.ts';
import { writeLink } from '../hints/link.ts';
import { makeCompareStrip, stripName } from './compare-strip.ts';
import { copyPicture, encodeResult, resultName, saveFile } from './results.ts';
import { SaveAll } from './save-all.tsx';

interface SavePanelProps {
  readonly room: Darkroom;
  readonly photo: Photo;
  readonly models: readonly ModelPlace[];
}

/** What can be taken away: the photo, all photos, a strip, hints, a link. */
export function SavePanel({ room, photo, models }: SavePanelProps) {
  const format = useSignal<OutputFormat>('jpeg');
  const progress = photo.progress.value;
  return (
    <section class="colour-panel" data-panel="save" aria-labelledby="colour-save">
      <h2 id="colour-save">Save</h2>
      <fieldset class="colour-format">
        <legend>Format</legend>
        {FORMATS.map(([key, title]) => (
          <label key={key}>
            <input
              type="radio"
              name="colour-format"
              checked={format.value === key}
              onChange={() => (format.value = key)}
            />{' '}
            {title}
          </label>
        ))}
      </fieldset>
      {progress.state === 'done' ? (
        <SaveOne room={room} photo={photo} opened={progress.opened} format={format.value} />
      ) : (
        <p class="muted">
          {progress.state === 'refused'
            ? 'There is nothing to save of a photo that cannot be read.'
            : 'There is something to save as soon as the photo is coloured.'}
        </p>
      )}
      {room.photos.value.length > 1 && <SaveAll room={room} format={format.value} />}
      <KeepEdits room={room} photo={photo} models={models} />
    </section>
  );
}

const FORMATS: readonly (readonly [OutputFormat, string])[] = [
  ['jpeg', 'JPEG'],
  ['png', 'PNG'],
];

interface SaveOneProps {
  readonly room: Darkroom;
  readonly photo: Photo;
  readonly opened: OpenedPhoto;
  readonly format: OutputFormat;
}

function SaveOne({ room, photo, opened, format }: SaveOneProps) {
  const busy = useSignal<string | null>(null);
  const run = async (words: string, work: () => Promise<void>) => {
    busy.value = words;
    try {
      await work();
    } catch (error) {
      tell(room, `${photo.name}: ${describeError(error)}`);
    } finally {
      busy.value = null;
    }
  };
  const save = async () =>
    saveFile(await encodeResult(photo, opened, format), resultName(stemOf(photo.name), format));
  const saveStrip = async () => saveFile(await makeStrip(photo, opened), stripName(photo));
  const copy = async () => {
    await copyPicture(encodeResult(photo, opened, 'png'));
    tellDone(room, 'The picture is on the clipboard.');
  };
  const isBusy = busy.value !== null;
  return (
    <p class="colour-row">
      <button
        type="button"
        class="main wide"
        disabled={isBusy}
        onClick={() => void run('Painting at full size …', save)}
      >
        {busy.value ?? 'Download'}
      </button>
      <button type="button" disabled={isBusy} onClick={() => void run('Making the strip …', saveStrip)}>
        Before and after
      </button>
      <button type="button" disabled={isBusy} onClick={() => void run('Copying …', copy)}>
        Copy picture
      </button>
    </p>
  );
}

async function makeStrip(photo: Photo, opened: OpenedPhoto): Promise<Blob> {
  const painted = await opened.paint(readLook(photo), 'screen');
  const coloured = painted ?? photo.painted.value;
  const progress = photo.progress.value;
  const hadColours = progress.state === 'done' && progress.hadColours;
  try {
    return await makeCompareStrip([
      opened.grey,
      ...(coloured ? [coloured] : []),
      ...(hadColours ? [opened.original] : []),
    ]);
  } finally {
    painted?.close();
  }
}

/** Settings and hints, to go on with later, elsewhere or on the command line. */
function KeepEdits({ room, photo, models }: SavePanelProps) {
  const engine = room.engine.value;
  const hasHints = photo.edits.value.hints.length > 0;
  const hasEdits = hasHints || !isOwn(photo.settings.value);
  const copy = async (text: string, what: string) => {
    try {
      await navigator.clipboard.writeText(text);
      tellDone(room, `The ${what} is on the clipboard.`);
    } catch (error) {
      tell(room, `The browser does not allow copying (${describeError(error)}). The ${what}: ${text}`);
    }
  };
  const link = () => new URL(addressOf('colour', [], writeLink(readLook(photo))), location.href).href;
  const model = engine.state === 'none' ? models[0] : engine.model;
  const command = model && hasEdits ? writeCommand(photo, model, model.name === models[0]?.name) : null;
  return (
    <div class="colour-keep">
      <p class="colour-row">
        <button type="button" disabled={!hasEdits} onClick={() => void copy(link(), 'link')}>
          Copy link
        </button>
        <button
          type="button"
          disabled={!hasEdits}
          onClick={() => saveFile(makeHintFile(photo), hintFileName(stemOf(photo.name)))}
        >
          Save {hasHints ? 'hints' : 'settings'}
        </button>
      </p>
      {command !== null && (
        <div class="colour-command">
          <p class="muted colour-small">
            With {hintFileName(stemOf(photo.name))} beside the photo, the same on the command line:
          </p>
          <code>{command}</code>
          <button type="button" class="quiet" onClick={() => void copy(command, 'command')}>
            Copy command
          </button>
        </div>
      )}
    </div>
  );
}
