import './compare-slider.css';

import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren, TargetedKeyboardEvent, TargetedPointerEvent } from 'preact';

interface CompareSliderProps {
  /** Two pictures of the same shape, such as `<img>` or `<canvas>`; the first shows left of the divider. */
  readonly before: ComponentChildren;
  readonly after: ComponentChildren;
  readonly beforeLabel: string;
  readonly afterLabel: string;
  /** What is compared, for those who hear the page. */
  readonly label: string;
  /** Where the divider is, 0..100 % from the left; give it to share it. */
  readonly position?: Signal<number>;
  /** What lies over both pictures, below the divider. */
  readonly children?: ComponentChildren;
}

/** Two pictures, one over the other, and a divider that a pointer, a finger or the arrow keys move. */
export function CompareSlider(props: CompareSliderProps) {
  const own = useSignal(50);
  const { before, after, beforeLabel, afterLabel, label, position = own } = props;
  const percent = Math.round(position.value);
  return (
    <div class="compare-slider">
      <div class="compare-slider-picture">{before}</div>
      <div class="compare-slider-picture" style={{ clipPath: `inset(0 0 0 ${position.value}%)` }}>
        {after}
      </div>
      <span class="compare-slider-label left" hidden={percent < 12}>
        {beforeLabel}
      </span>
      <span class="compare-slider-label right" hidden={percent > 88}>
        {afterLabel}
      </span>
      {props.children}
      <div
        class="compare-slider-divider"
        style={{ left: `${position.value}%` }}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={`${percent} % ${beforeLabel}, ${100 - percent} % ${afterLabel}`}
        onKeyDown={(event) => moveByKey(event, position)}
        {...dragDivider(position)}
      />
    </div>
  );
}

/** While a pointer is down, the divider is where the pointer is; its element keeps the pointer until it is up. */
function dragDivider(position: Signal<number>) {
  const follow = (event: TargetedPointerEvent<HTMLElement>) => {
    const box = event.currentTarget.closest('.compare-slider')?.getBoundingClientRect();
    if (box) position.value = clamp(((event.clientX - box.left) / box.width) * 100);
  };
  return {
    onPointerDown: (event: TargetedPointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      follow(event);
    },
    onPointerMove: (event: TargetedPointerEvent<HTMLElement>) => {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
    },
  };
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -2,
  ArrowDown: -2,
  ArrowRight: 2,
  ArrowUp: 2,
  PageDown: -10,
  PageUp: 10,
  Home: -100,
  End: 100,
};

function moveByKey(event: TargetedKeyboardEvent<HTMLElement>, position: Signal<number>): void {
  const step = STEPS[event.key];
  if (step === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  position.value = clamp(position.value + step);
}

function clamp(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}
