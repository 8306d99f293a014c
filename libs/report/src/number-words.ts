/** A number with a fixed number of decimals and a true minus; "–" for what is not there. */
export function decimals(value: number | null, digits: number): string {
  if (value === null || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  return value.toFixed(digits).replace('-', '−');
}

/** A whole number in groups of three: 12,345. */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "1 photo", "2 photos", "1,234 photos". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

/** A share as a percentage, from 1 % with one decimal, below with two significant digits: "20.0 %", "0.0012 %". */
export function percent(share: number): string {
  if (Math.abs(share) >= 0.01) return `${(share * 100).toFixed(1)} %`;
  const rounded = Number((share * 100).toPrecision(2));
  if (rounded === 0 || Math.abs(rounded) >= 0.0001) return `${rounded} %`;
  return `${rounded.toExponential(0).replace('e-', '·10⁻').replace(/\d+$/, superscript)} %`;
}

function superscript(digits: string): string {
  return Array.from(digits, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? digit).join('');
}
