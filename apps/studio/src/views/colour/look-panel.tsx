import './look-panel.css';

import type { Engine } from '../../engine/engine.ts';
import type { Darkroom } from './darkroom/darkroom.ts';
import { isOwn, type SettingEntry, SETTINGS, withSetting } from './darkroom/look.ts';
import type { Photo } from './darkroom/photo.ts';

interface LookPanelProps {
  readonly room: Darkroom;
  readonly photo: Photo;
}

/** The sliders of a photo. */
export function LookPanel({ room, photo }: LookPanelProps) {
  const engine = room.engine.value;
  const model = engine.state === 'ready' ? engine.engine.model : null;
  const own = isOwn(photo.settings.value);
  return (
    <section class="colour-panel" data-panel="look" aria-labelledby="colour-look">
      <h2 id="colour-look">Look</h2>
      {SETTINGS.map((entry) => (
        <SettingSlider key={entry.key} entry={entry} photo={photo} model={model} />
      ))}
      <p class="colour-row">
        <button type="button" disabled={own} onClick={() => (photo.settings.value = {})}>
          Reset all
        </button>
        {room.photos.value.length > 1 && (
          <button type="button" onClick={() => applyToAll(room, photo)}>
            Use for all photos
          </button>
        )}
      </p>
    </section>
  );
}

function applyToAll({ photos }: Darkroom, { settings }: Photo): void {
  for (const photo of photos.value) photo.settings.value = settings.value;
}

interface SettingSliderProps {
  readonly entry: SettingEntry;
  readonly photo: Photo;
  readonly model: Engine['model'] | null;
}

/** One slider: its value, the model's own marked below, and a way back to it. */
function SettingSlider({ entry, photo, model }: SettingSliderProps) {
  const { key, title, low, high } = entry;
  const { settings } = photo;
  const own = model?.[key] ?? null;
  const asked = settings.value[key];
  const value = asked ?? own ?? entry.most / 2;
  const most = Math.max(entry.most, value);
  const change = (next: number | undefined) => (settings.value = withSetting(settings.value, key, next));
  return (
    <div class="colour-slider">
      <label for={`colour-${key}`}>{title}</label>
      <button
        type="button"
        class="quiet reset"
        disabled={asked === undefined}
        aria-label={`${title}: back to the model’s own`}
        onClick={() => change(undefined)}
      >
        {asked === undefined ? 'the model’s own' : '↺ the model’s own'}
      </button>
      <output for={`colour-${key}`}>{own === null && asked === undefined ? '–' : value.toFixed(2)}</output>
      <input
        id={`colour-${key}`}
        type="range"
        min="0"
        max={most}
        step="0.01"
        value={value}
        disabled={model === null}
        aria-valuetext={`${value.toFixed(2)}${asked === undefined ? ', the model’s own' : ''}`}
        onInput={(event) => change(Number(event.currentTarget.value))}
      />
      {own !== null && <span class="own" style={{ '--own': own / most }} aria-hidden="true" />}
      <span class="ends" aria-hidden="true">
        <span>{low}</span>
        <span>{high}</span>
      </span>
    </div>
  );
}
