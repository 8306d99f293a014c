import type { StageState } from '@tintype/stage/neutral';

/** What a node of the graph shows: a state of its artefact, that it runs, or that only its artefact is known. */
export type MarkState = StageState | 'running' | 'made';

/** The state as a shape, so that colour alone does not tell it. Its words stand beside it. */
export function StateMark({ state }: { readonly state: MarkState }) {
  return (
    <svg class={`runs-mark runs-mark-${state}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {shapeOf(state)}
    </svg>
  );
}

function shapeOf(state: MarkState) {
  switch (state) {
    case 'fresh':
    case 'made':
      return (
        <>
          <circle class="full" cx="8" cy="8" r="7" />
          <path class="cut" d="M4.6 8.3 7 10.7 11.4 5.6" />
        </>
      );
    case 'partial':
      return (
        <>
          <circle class="line" cx="8" cy="8" r="6.2" />
          <path class="full" d="M8 1.8A6.2 6.2 0 0 1 8 14.2Z" />
        </>
      );
    case 'stale':
      return (
        <>
          <path class="line" d="M8 1.8 15 14H1Z" />
          <path class="line" d="M8 6.4V10M8 12V12.1" />
        </>
      );
    case 'missing':
      return <circle class="line dashed" cx="8" cy="8" r="6.2" />;
    case 'unknown':
      return (
        <>
          <circle class="line" cx="8" cy="8" r="6.2" />
          <path class="line" d="M6.2 6.4A1.9 1.9 0 1 1 8 8.6V9.4M8 11.5V11.6" />
        </>
      );
    case 'running':
      return (
        <>
          <circle class="line faint" cx="8" cy="8" r="6.2" />
          <path class="line turning" d="M8 1.8A6.2 6.2 0 0 1 14.2 8" />
        </>
      );
    default:
      return state satisfies never;
  }
}
