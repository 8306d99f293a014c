/** A time in milliseconds as people say it: `1.2 s`, `2 min 05 s`, `3 h 07 min`. */
export function showDuration(ms: number): string {
  if (ms < 100_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 6_000_000) return showTwoUnits(ms / 1000, 'min', 's');
  return showTwoUnits(ms / 60_000, 'h', 'min');
}

/** A time in milliseconds that is not quite known, in one unit: `9 to 20 s`, `12 to 28 min`. */
export function showDurationRange(least: number, most: number): string {
  const [size, unit] = most < 100_000 ? [1000, 's'] : most < 6_000_000 ? [60_000, 'min'] : [3_600_000, 'h'];
  const [from, to] = [least / size, most / size].map(showRounded);
  return from === to ? `${to} ${unit}` : `${from} to ${to} ${unit}`;
}

/** Two digits are more than is known, and less than a tenth is not worth telling apart. */
function showRounded(amount: number): string {
  return String(amount < 1 ? Math.max(0.1, Number(amount.toFixed(1))) : Number(amount.toPrecision(2)));
}

/** 60 of the small unit make a large one. */
function showTwoUnits(amount: number, large: string, small: string): string {
  const whole = Math.round(amount);
  return `${Math.floor(whole / 60)} ${large} ${String(whole % 60).padStart(2, '0')} ${small}`;
}
