import { describeError } from '@tintype/store/neutral';
import type { ComponentChildren } from 'preact';

/** While something loads; `what` ends the sentence "Loading …". */
export function Loading({ what }: { readonly what: string }) {
  return (
    <p class="state" role="status">
      Loading {what} …
    </p>
  );
}

/** Where there is nothing yet: what it would be, and how to get it. */
export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="state empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** What went wrong, in the words of the error, with a way out where there is one. */
export function Failure({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}) {
  return (
    <div class="state failure" role="alert">
      <h2>That did not work</h2>
      <p>{describeError(error)}</p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
