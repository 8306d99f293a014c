import './stage.css';

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

import type { OpenedPhoto } from '../../engine/engine.ts';
import { CompareSlider } from '../../parts/compare-slider.tsx';
import { type Darkroom, removePhoto } from './darkroom/darkroom.ts';
import type { Photo } from './darkroom/photo.ts';
import { EngineFailure } from './engine-line.tsx';
import { HintLayer } from './hints/hint-layer.tsx';
import { Picture } from './picture.tsx';

interface StageProps {
  readonly room: Darkroom;
  readonly photo: Photo;
  /** Called when somebody asks for the colours of a place. */
  readonly onAsk: (by: 'pointer' | 'keys') => void;
}

/** The selected photo, large. */
export function Stage(props: StageProps) {
  const progress = props.photo.progress.value;
  switch (progress.state) {
    case 'waiting':
    case 'reading':
    case 'colouring':
    case 'resting':
      return <Developing {...props} words={wordsFor(progress.state)} />;
    case 'refused':
      return <Refused {...props} reason={progress.reason} />;
    case 'done':
      return <Developed {...props} opened={progress.opened} />;
    default:
      return progress satisfies never;
  }
}

function wordsFor(state: 'waiting' | 'reading' | 'colouring' | 'resting'): string {
  return state === 'waiting' || state === 'resting'
    ? 'Waiting for the model …'
    : state === 'reading'
      ? 'Reading …'
      : 'Colouring …';
}

function Developing({ room, photo, words }: StageProps & { readonly words: string }) {
  const engine = room.engine.value;
  const isSlow = engine.state === 'ready' && engine.engine.backEnd.name === 'cpu';
  return (
    <div class="colour-mat developing">
      <Glimpse key={photo.id} source={photo.source} />
      {engine.state === 'failed' ? (
        <EngineFailure room={room} />
      ) : (
        <p class="words" role="status">
          {words}
          {isSlow && ' This takes long: the browser computes in plain JavaScript.'}
        </p>
      )}
    </div>
  );
}

function Refused({ room, photo, reason }: StageProps & { readonly reason: string }) {
  return (
    <div class="colour-mat refused" role="alert">
      <h2>This one cannot be coloured</h2>
      <p>{reason}</p>
      <p class="colour-row centred">
        <button type="button" onClick={() => (photo.progress.value = { state: 'waiting' })}>
          Try again
        </button>
        <button type="button" onClick={() => removePhoto(room, photo)}>
          Remove
        </button>
      </p>
    </div>
  );
}

function Developed({ room, photo, opened, onAsk }: StageProps & { readonly opened: OpenedPhoto }) {
  const hints = <HintLayer room={room} photo={photo} onAsk={onAsk} />;
  const coloured = photo.painted.value ?? opened.grey;
  const showing = room.showing.value;
  const shown = showing === 'grey' ? opened.grey : showing === 'file' ? opened.original : coloured;
  return (
    <div class="colour-mat">
      <Frame width={opened.width} height={opened.height} zoomed={room.zoomed.value}>
        {showing === 'compare' ? (
          <CompareSlider
            before={<Picture bitmap={opened.grey} />}
            after={<Picture bitmap={coloured} size={opened.grey} />}
            beforeLabel="grey"
            afterLabel="coloured"
            label="Grey beside coloured"
            position={room.divider}
          >
            {hints}
          </CompareSlider>
        ) : (
          <div class="colour-single">
            <Picture bitmap={shown} size={opened.grey} />
            {hints}
          </div>
        )}
      </Frame>
    </div>
  );
}

/** A larger file may be a photo that takes the browser seconds and much memory to draw, bytes. */
const MOST_GLIMPSED = 30e6;

/** The photo as the browser itself shows it, until the engine has read it; nothing where the browser cannot. */
function Glimpse({ source }: Pick<Photo, 'source'>) {
  const address = useSignal<string | null>(null);
  useEffect(() => {
    if (source.kind === 'example') address.value = source.path;
    else if (source.file.size <= MOST_GLIMPSED) {
      const url = URL.createObjectURL(source.file);
      address.value = url;
      return () => URL.revokeObjectURL(url);
    }
    return undefined;
  }, [source]);
  return address.value && <img src={address.value} alt="" onError={() => (address.value = null)} />;
}

/** How much larger a photo is that is zoomed. */
const ZOOM = 2.5;

/** A box of the photo's shape, as large as the mat allows. */
function Frame({
  width,
  height,
  zoomed,
  children,
}: {
  readonly width: number;
  readonly height: number;
  readonly zoomed: boolean;
  readonly children: ComponentChildren;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const style = { '--shape': width / height, '--width': width, '--zoom': zoomed ? ZOOM : 1 };
  useLayoutEffect(() => scrollToMiddle(frame.current?.parentElement), [zoomed]);
  return (
    <div class="colour-frame" style={style} ref={frame}>
      {children}
    </div>
  );
}

function scrollToMiddle(mat: HTMLElement | null | undefined): void {
  mat?.scrollTo((mat.scrollWidth - mat.clientWidth) / 2, (mat.scrollHeight - mat.clientHeight) / 2);
}
