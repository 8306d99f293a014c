import './line-figure.css';

import { useSignal } from '@preact/signals';
import { type LineChart, lineChart, type LineReading, readLines } from '@tintype/charts';
import { showNumber } from '@tintype/terminal/neutral';
import { useMemo, useRef } from 'preact/hooks';

import { Chart } from './chart.tsx';
import { Switches } from './switches.tsx';

interface LineFigureProps {
  /** Series keep their colours while others are hidden. */
  readonly spec: LineChart;
  /** Names of series that something else has switched off; absent where this figure has switches of its own. */
  readonly hidden?: ReadonlySet<string>;
}

/** A line chart that tells its values where a pointer or the arrow keys are. */
export function LineFigure({ spec, hidden }: LineFigureProps) {
  const own = useSignal<ReadonlySet<string>>(new Set());
  const off = hidden ?? own.value;
  const shown = useMemo(
    () => ({
      ...spec,
      names: 'legend' as const,
      series: spec.series
        .map((series, colour) => ({ colour, ...series }))
        .filter(({ name }) => !off.has(name)),
    }),
    [spec, off],
  );
  return (
    <div class="line-figure">
      <ReadChart spec={shown} />
      {hidden === undefined && spec.series.length > 1 && (
        <Switches label={`Series of ${spec.title}`} names={spec.series.map(({ name }) => name)} off={own} />
      )}
    </div>
  );
}

function ReadChart({ spec }: { readonly spec: LineChart }) {
  const svg = useMemo(() => lineChart(spec), [spec]);
  const readings = useMemo(() => readLines(spec), [spec]);
  const index = useSignal<number | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const reading = index.value === null ? undefined : readings[index.value];
  const { width = 420, height = 270 } = spec;
  const follow = (event: PointerEvent): void => {
    const drawn = box.current?.querySelector('svg')?.getBoundingClientRect();
    if (drawn) index.value = nearest(readings, ((event.clientX - drawn.left) / drawn.width) * width);
  };
  return (
    <div
      class="line-chart"
      ref={box}
      role="application"
      aria-label={`${spec.title}. Left and right tell the values.`}
      tabIndex={0}
      onPointerMove={follow}
      onPointerDown={follow}
      onPointerLeave={() => (index.value = null)}
      onBlur={() => (index.value = null)}
      onKeyDown={(event) => moveByKey(event, readings.length, index)}
    >
      <Chart svg={svg} />
      {reading && <Marks reading={reading} width={width} height={height} />}
      <p class="line-values" role="status">
        {reading ? wordsFor(reading, spec) : ' '}
      </p>
    </div>
  );
}

function Marks({
  reading,
  width,
  height,
}: {
  readonly reading: LineReading;
  readonly width: number;
  readonly height: number;
}) {
  return (
    <svg class="line-marks" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <line x1={reading.at} x2={reading.at} y1={reading.top} y2={reading.bottom} />
      {reading.values.map(({ at }) => (
        <circle cx={reading.at} cy={at} r="4" />
      ))}
    </svg>
  );
}

function wordsFor({ x, values }: LineReading, { series, xLabel }: LineChart): string {
  const told = values.map(({ series: i, y }) => `${series[i]?.name || 'value'} ${showNumber(y)}`);
  return `${xLabel} ${showNumber(x)}: ${told.join(', ')}`;
}

function nearest(readings: readonly LineReading[], at: number): number | null {
  let best: number | null = null;
  for (const [i, reading] of readings.entries())
    if (best === null || Math.abs(reading.at - at) < Math.abs((readings[best]?.at ?? 0) - at)) best = i;
  return best;
}

function moveByKey(event: KeyboardEvent, count: number, index: { value: number | null }): void {
  const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
  if (step === 0 || count === 0) return;
  event.preventDefault();
  const last = index.value ?? (step > 0 ? -1 : count);
  index.value = Math.min(count - 1, Math.max(0, last + step));
}
