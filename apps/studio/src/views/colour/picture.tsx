import { useLayoutEffect, useRef } from 'preact/hooks';

interface PictureProps {
  readonly bitmap: ImageBitmap;
  /** Pixels across and down, where the bitmap is a draft of fewer. Default: its own. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** An ImageBitmap in the page. */
export function Picture({ bitmap, size = bitmap }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  // Before the browser paints, since the bitmap is closed as soon as a newer one takes its place.
  useLayoutEffect(() => {
    const element = canvas.current;
    if (element === null || bitmap.width === 0) return;
    if (element.width !== size.width) element.width = size.width;
    if (element.height !== size.height) element.height = size.height;
    const context = element.getContext('2d');
    context?.clearRect(0, 0, element.width, element.height);
    context?.drawImage(bitmap, 0, 0, element.width, element.height);
  }, [bitmap]);
  return <canvas ref={canvas} aria-hidden="true" />;
}
