import type { Hint, Look } from '../../../engine/engine.ts';

/** What the sliders say; what is left out is the model's own. */
export type Settings = Omit<Look, 'hints'>;

export interface SettingEntry {
  readonly key: keyof Settings;
  readonly title: string;
  /** What its ends do, in plain words. */
  readonly low: string;
  readonly high: string;
  /** Where the slider ends, which begins at 0. */
  readonly most: number;
}

/** The sliders. The command line takes a saturation up to 4, which hints from elsewhere may ask for. */
export const SETTINGS: readonly SettingEntry[] = [
  { key: 'temperature', title: 'Temperature', low: 'bolder', high: 'calmer', most: 1 },
  { key: 'saturation', title: 'Saturation', low: 'paler', high: 'stronger', most: 2 },
  { key: 'coherence', title: 'Coherence', low: 'livelier', high: 'more even', most: 1 },
];

/** Whether a photo is as the model would have it. */
export function isOwn(settings: Settings): boolean {
  return SETTINGS.every(({ key }) => settings[key] === undefined);
}

/** The settings with one changed; undefined makes it the model's own. */
export function withSetting(settings: Settings, key: keyof Settings, value: number | undefined): Settings {
  const { [key]: _, ...others } = settings;
  return value === undefined ? others : { ...others, [key]: value };
}

export function lookWith(settings: Settings, hints: readonly Hint[]): Look {
  return hints.length === 0 ? settings : { ...settings, hints };
}
