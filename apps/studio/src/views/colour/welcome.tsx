import './welcome.css';

import type { StudioInfo } from '../../studio-info.ts';
import { ChooseFiles } from './choose-files.tsx';
import { addPhotos, type Darkroom } from './darkroom/darkroom.ts';

interface WelcomeProps {
  readonly room: Darkroom;
  readonly examples: StudioInfo['examples'];
}

/** What the page shows while it has no photo. */
export function Welcome({ room, examples }: WelcomeProps) {
  return (
    <div class="colour-welcome">
      <div class="colour-drop">
        <Frames />
        <h1>Colour your black-and-white photos</h1>
        <p class="lead">Drop photos or whole folders here, or paste one.</p>
        <p class="colour-row centred">
          <ChooseFiles room={room} class="main">
            Choose photos
          </ChooseFiles>
          <ChooseFiles room={room} folder>
            Choose a folder
          </ChooseFiles>
        </p>
        <p class="colour-promise">Nothing leaves this machine. The model works here, in your browser.</p>
      </div>
      {examples.length > 0 && (
        <section class="colour-examples" aria-labelledby="colour-examples">
          <h2 id="colour-examples">Or try {examples.length === 1 ? 'an old photo' : 'one of these'}</h2>
          <ul>
            {examples.map(({ name, path, credit }) => (
              <li key={path}>
                <button type="button" onClick={() => addExample(room, { name, path, credit })}>
                  <img src={path} alt="" loading="lazy" />
                  <span class="name">{name}</span>
                  <span class="credit">{credit}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function addExample(room: Darkroom, { name: title, path, credit }: StudioInfo['examples'][number]): void {
  const name = decodeURIComponent(path.split('/').at(-1) ?? title);
  addPhotos(room, [{ name, source: { kind: 'example', path, title, credit } }]);
}

/** Two photos, one grey and one coloured. */
function Frames() {
  return (
    <svg class="colour-frames" viewBox="0 0 120 72" aria-hidden="true">
      <g transform="rotate(-7 42 38)">
        <rect class="print" x="12" y="12" width="58" height="46" rx="2" />
        <rect x="16" y="16" width="50" height="38" fill="#b9b9b6" />
        <path d="M16 46l14-13 10 9 9-7 17 13v6H16z" fill="#7d7d7a" />
        <circle cx="54" cy="25" r="4.5" fill="#e9e9e6" />
      </g>
      <g transform="rotate(6 82 36)">
        <rect class="print" x="52" y="12" width="58" height="46" rx="2" />
        <rect x="56" y="16" width="50" height="38" fill="#9cc3dc" />
        <path d="M56 46l14-13 10 9 9-7 17 13v6H56z" fill="#5f8a57" />
        <circle cx="94" cy="25" r="4.5" fill="#f3cf7a" />
      </g>
    </svg>
  );
}
