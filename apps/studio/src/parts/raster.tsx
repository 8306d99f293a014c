import './raster.css';

import type { Picture } from '@tintype/images/lab-picture';
import { describeError } from '@tintype/store/neutral';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import { useLater } from './later.tsx';

/** A picture as it is, one pixel for each of its own; style says how large it is shown. */
export function Raster({ picture, label }: { readonly picture: Picture; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(imageDataOf(picture), 0, 0);
  }, [picture]);
  return (
    <canvas
      class="raster"
      ref={canvas}
      width={picture.width}
      height={picture.height}
      role="img"
      aria-label={label}
    />
  );
}

/** A picture as a canvas takes it. */
export function imageDataOf({ rgb, width, height }: Picture): ImageData {
  const image = new ImageData(width, height);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    image.data[to] = rgb[from] ?? 0;
    image.data[to + 1] = rgb[from + 1] ?? 0;
    image.data[to + 2] = rgb[from + 2] ?? 0;
    image.data[to + 3] = 255;
  }
  return image;
}

interface LazyRasterProps {
  /** Changes when another picture is meant. */
  readonly name: string;
  readonly load: (signal: AbortSignal) => Promise<Picture>;
  readonly label: string;
  readonly children?: ComponentChildren;
}

/** A picture that is loaded once it comes near what is seen, with words below it. */
export function LazyRaster({ name, load, label, children }: LazyRasterProps) {
  const { place, isNear } = useNear();
  return (
    <figure class="lazy-raster" ref={place}>
      {isNear ? <LoadedRaster name={name} load={load} label={label} /> : <div class="raster blank" />}
      {children && <figcaption>{children}</figcaption>}
    </figure>
  );
}

function LoadedRaster({ name, load, label }: Omit<LazyRasterProps, 'children'>) {
  const { later, again } = useLater(load, [name]);
  switch (later.state) {
    case 'loading':
      return <div class="raster blank" />;
    case 'failed':
      return (
        <div class="raster failed" role="alert">
          <p>{describeError(later.error)}</p>
          <button type="button" onClick={again}>
            Try again
          </button>
        </div>
      );
    case 'ready':
      return <Raster picture={later.value} label={label} />;
    default:
      return later satisfies never;
  }
}

/** Whether an element has come within half a screen of what is seen. */
function useNear() {
  const place = useRef<HTMLElement>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (place.current === null || isNear) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && setNear(true),
      { rootMargin: '50%' },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [isNear]);
  return { place, isNear };
}
