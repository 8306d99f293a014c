import type { Look } from '../../engine/engine.ts';
import { type Darkroom, forgetNotice } from './darkroom/darkroom.ts';

/** What happened, said aloud by screen readers. */
export function Notices({ room }: { readonly room: Darkroom }) {
  const { notices, offered } = room;
  return (
    <div class="colour-notices" role="status">
      {offered.value && (
        <p class="offer">
          <span>The link holds {describeLook(offered.value)} for the next photos that you open.</span>
          <button type="button" class="quiet" onClick={() => (offered.value = null)}>
            Forget
          </button>
        </p>
      )}
      {notices.value.map((notice) => (
        <p key={notice.id}>
          <span>{notice.text}</span>
          <button
            type="button"
            class="quiet"
            aria-label="Put away"
            onClick={() => forgetNotice(room, notice)}
          >
            ✕
          </button>
        </p>
      ))}
    </div>
  );
}

function describeLook({ hints = [], ...settings }: Look): string {
  return [
    ...(Object.keys(settings).length > 0 ? ['settings'] : []),
    ...(hints.length > 0 ? [hints.length === 1 ? 'one hint' : `${hints.length} hints`] : []),
  ].join(' and ');
}
