/** A time in milliseconds as people say it: `1.2 s`, `2 min 05 s`, `3 h 07 min`. */
export function showDuration(ms: number): string {
  if (ms < 100_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 6_000_000) return showTwoUnits(ms / 1000, 'min', 's');
  return showTwoUnits(ms / 60_000, 'h', 'min');
}

/** 60 of the small unit make a large one. */
function showTwoUnits(amount: number, large: string, small: string): string {
  const whole = Math.round(amount);
  return `${Math.floor(whole / 60)} ${large} ${String(whole % 60).padStart(2, '0')} ${small}`;
}
