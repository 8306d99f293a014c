import type { Darkroom } from './darkroom/darkroom.ts';

/** What happened, said aloud by screen readers; each stays until it is put away. */
export function Notices({ room: { notices } }: { readonly room: Darkroom }) {
  return (
    <div class="colour-notices" role="status">
      {notices.value.map((notice, index) => (
        <p key={`${index} ${notice}`}>
          <span>{notice}</span>
          <button
            type="button"
            class="quiet"
            aria-label="Put away"
            onClick={() => (notices.value = notices.value.filter((_, i) => i !== index))}
          >
            ✕
          </button>
        </p>
      ))}
    </div>
  );
}
