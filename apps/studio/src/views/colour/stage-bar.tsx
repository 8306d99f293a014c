import type { Darkroom, Showing } from './darkroom/darkroom.ts';
import { type Photo, readTitle } from './darkroom/photo.ts';

const SHOWINGS: readonly (readonly [Showing, string])[] = [
  ['compare', 'Compare'],
  ['coloured', 'Coloured'],
  ['grey', 'Grey'],
  ['file', 'Original'],
];

/** What the photo is, and how it is shown. */
export function StageBar({ room, photo }: { readonly room: Darkroom; readonly photo: Photo }) {
  const progress = photo.progress.value;
  const isDone = progress.state === 'done';
  const hadColours = isDone && progress.hadColours;
  return (
    <div class="colour-stage-bar">
      <div class="what">
        <h2 title={photo.name}>{readTitle(photo)}</h2>
        <p class="muted">
          {[
            ...(isDone ? [`${progress.opened.width} × ${progress.opened.height}`] : []),
            ...(photo.source.kind === 'example' ? [photo.source.credit] : []),
          ].join(' · ')}
        </p>
      </div>
      <button
        type="button"
        class="colour-zoom"
        aria-pressed={room.zoomed.value}
        disabled={!isDone}
        onClick={() => (room.zoomed.value = !room.zoomed.value)}
      >
        Zoom
      </button>
      <div class="colour-segments" role="group" aria-label="Show">
        {SHOWINGS.map(([key, title]) => (
          <button
            key={key}
            type="button"
            aria-pressed={room.showing.value === key}
            disabled={!isDone}
            hidden={key === 'file' && !hadColours}
            onClick={() => (room.showing.value = key)}
          >
            {title}
          </button>
        ))}
      </div>
      {isDone && progress.opened.notes.length > 0 && (
        <ul class="colour-notes">
          {progress.opened.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
