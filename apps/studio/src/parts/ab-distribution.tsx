import './ab-distribution.css';

import type { Likelihood } from '@tintype/colorize';
import { fitToScreen, outlineScreen } from '@tintype/colour';
import { useMemo } from 'preact/hooks';

import { cssColour } from './css-colour.ts';

export interface Ab {
  readonly a: number;
  readonly b: number;
}

interface AbDistributionProps {
  /** Every bin with its probability. */
  readonly likelihoods: readonly Likelihood[];
  /** L of the place, 0..100, at which colours are shown. */
  readonly lightness: number;
  /** A colour that is marked. */
  readonly chosen?: Ab | null;
  /** Makes it a picker: given each colour that is pointed at or moved to, which the screen can show. */
  readonly onChoose?: (colour: Ab) => void;
}

/** Ends of the plane that is drawn, ab units. */
export const REACH = 110;

/**
 * A distribution over the ab plane, a to the right and b upwards. Each bin is a disc in its own colour at this
 * lightness, its area the probability beside the largest; a line shows how far colours of the screen reach.
 */
export function AbDistribution({ likelihoods, lightness, chosen, onChoose }: AbDistributionProps) {
  const outline = useMemo(() => pathOf(outlineScreen(lightness)), [lightness]);
  return (
    <svg
      class={`ab-distribution${onChoose ? ' picks' : ''}`}
      viewBox={`${-REACH} ${-REACH} ${2 * REACH} ${2 * REACH}`}
      role={onChoose ? 'application' : 'img'}
      {...(onChoose && pickerOf(lightness, chosen ?? null, onChoose))}
      aria-label={wordsFor(likelihoods, chosen ?? null, onChoose !== undefined)}
    >
      <path class="axes" d={`M${-REACH} 0H${REACH}M0 ${-REACH}V${REACH}`} />
      <Ends />
      <path class="screen" d={outline} />
      <Discs likelihoods={likelihoods} lightness={lightness} />
      {chosen && <Mark colour={chosen} lightness={lightness} />}
    </svg>
  );
}

function Discs({ likelihoods, lightness }: Pick<AbDistributionProps, 'likelihoods' | 'lightness'>) {
  return useMemo(() => {
    const largest = Math.max(...likelihoods.map(({ probability }) => probability));
    const full = spacing(likelihoods) * 0.62; // the likeliest overlaps its neighbours a little
    return (
      <g>
        {likelihoods.map(({ a, b, probability }) => {
          const share = Math.sqrt(probability / largest);
          return (
            <circle
              cx={a}
              cy={-b}
              r={Math.max(0.9, full * share).toFixed(2)}
              fill={cssColour(lightness, a, b)}
              fill-opacity={(0.35 + 0.65 * share).toFixed(2)}
            />
          );
        })}
      </g>
    );
  }, [likelihoods, lightness]);
}

function Mark({ colour: { a, b }, lightness }: { readonly colour: Ab; readonly lightness: number }) {
  return (
    <g class="chosen">
      <circle class="halo" cx={a} cy={-b} r="7" />
      <circle cx={a} cy={-b} r="7" fill={cssColour(lightness, a, b)} />
    </g>
  );
}

function Ends() {
  const near = REACH - 3;
  return (
    <g class="ends" aria-hidden="true">
      <text x={-near} y={-3}>
        green
      </text>
      <text x={near} y={-3} text-anchor="end">
        red
      </text>
      <text x={3} y={10 - near}>
        yellow
      </text>
      <text x={3} y={near}>
        blue
      </text>
    </g>
  );
}

/** What a pointer and the arrow keys do. */
function pickerOf(lightness: number, chosen: Ab | null, onChoose: (colour: Ab) => void) {
  const choose = (a: number, b: number): void => {
    const [shownA, shownB] = fitToScreen(lightness, a, b);
    onChoose({ a: shownA, b: shownB });
  };
  const follow = (event: PointerEvent): void => {
    if (!(event.currentTarget instanceof SVGSVGElement)) return;
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    choose(
      ((2 * (event.clientX - left)) / width) * REACH - REACH,
      REACH - ((2 * (event.clientY - top)) / height) * REACH,
    );
  };
  return {
    tabindex: 0, // as SVG has it: in lower case
    onPointerDown: (event: PointerEvent) => {
      if (event.currentTarget instanceof SVGSVGElement)
        event.currentTarget.setPointerCapture(event.pointerId);
      follow(event);
    },
    onPointerMove: (event: PointerEvent) => {
      if (event.buttons & 1) follow(event);
    },
    onKeyDown: (event: KeyboardEvent) => {
      const [right, up] = MOVES[event.key] ?? [0, 0];
      if (right === 0 && up === 0) return;
      event.preventDefault();
      const step = event.shiftKey ? 10 : 2;
      choose((chosen?.a ?? 0) + step * right, (chosen?.b ?? 0) + step * up);
    },
  };
}

const MOVES: Readonly<Record<string, readonly [right: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** The least distance between bins, ab units. */
function spacing(likelihoods: readonly Likelihood[]): number {
  const places = [...new Set(likelihoods.map(({ a }) => a))].sort((one, other) => one - other);
  const steps = places.slice(1).map((a, i) => a - (places[i] ?? 0));
  return steps.length > 0 ? Math.min(...steps) : 10;
}

function pathOf(outline: Float32Array): string {
  const points = Array.from({ length: outline.length / 2 }, (_, i) => {
    const [a = 0, b = 0] = outline.subarray(2 * i);
    return `${a.toFixed(1)} ${(-b).toFixed(1)}`;
  });
  return `M${points.join('L')}Z`;
}

function wordsFor(likelihoods: readonly Likelihood[], chosen: Ab | null, isPicker: boolean): string {
  const [likeliest] = [...likelihoods].sort((one, other) => other.probability - one.probability);
  const said = likeliest
    ? `Likeliest colour ${nameOf(likeliest)}, ${(100 * likeliest.probability).toFixed(0)} %.`
    : 'No colours.';
  const marked = chosen ? ` Chosen ${nameOf(chosen)}.` : '';
  return `${said}${marked}${isPicker ? ' Arrow keys choose a colour.' : ''}`;
}

function nameOf({ a, b }: Ab): string {
  return `a ${a.toFixed(0)}, b ${b.toFixed(0)}`.replaceAll('-', '−');
}
