import './colour.css';

import { describeError } from '@tintype/store/neutral';
import { useEffect } from 'preact/hooks';

import { openEngine } from '../../engine/open-engine.ts';
import { useLater } from '../../parts/later.tsx';
import { Failure, Loading } from '../../parts/state.tsx';
import { addressOf, parseRoute, route } from '../../route.ts';
import { readStudioInfo, type StudioInfo } from '../../studio-info.ts';
import { chooseModel, type Darkroom, makeDarkroom, tell } from './darkroom/darkroom.ts';
import { developPhotos, restFarPhotos } from './darkroom/develop.ts';
import { paintPhotos } from './darkroom/paint-photo.ts';
import { Desk } from './desk.tsx';
import { DropAnywhere } from './drop-anywhere.tsx';
import { EngineFailure, EngineLine } from './engine-line.tsx';
import { readLink } from './hints/link.ts';
import { Notices } from './notices.tsx';
import { Welcome } from './welcome.tsx';

/** Made once, so that the photos are still there after a look at another view. */
const room = makeDarkroom(openEngine);
developPhotos(room);
restFarPhotos(room);
paintPhotos(room);

/** Photos in, coloured photos out. */
export function ColourView() {
  const { later, again } = useLater(readStudioInfo, []);
  switch (later.state) {
    case 'loading':
      return <Loading what="the models" />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return <Room info={later.value} />;
    default:
      return later satisfies never;
  }
}

function Room({ info }: { readonly info: StudioInfo }) {
  const [model] = info.models;
  useEffect(() => {
    if (model && room.engine.peek().state === 'none') void chooseModel(room, model);
  }, [model]);
  useEffect(() => takeLink(room), [route.value]);
  return (
    <div class="colour">
      {room.selected.value === null ? (
        <>
          <Welcome room={room} examples={info.examples} />
          <div class="colour-below">
            <EngineFailure room={room} />
            <EngineLine room={room} models={info.models} />
          </div>
        </>
      ) : (
        <Desk room={room} photo={room.selected.value} models={info.models} />
      )}
      <Notices room={room} />
      <DropAnywhere room={room} />
    </div>
  );
}

/** What a link holds is for the next photos, and leaves the address. */
function takeLink(room: Darkroom): void {
  const { query } = route.value;
  if (query.size === 0) return;
  try {
    room.offered.value = readLink(query) ?? room.offered.value;
  } catch (error) {
    tell(room, describeError(error));
  }
  history.replaceState(null, '', addressOf('colour'));
  route.value = parseRoute(location.hash);
}
