import { useLayoutEffect, useRef } from 'preact/hooks';

/** An ImageBitmap in the page, as large as it is. */
export function Picture({ bitmap, label }: { readonly bitmap: ImageBitmap; readonly label?: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  // Before the browser paints, since the bitmap is closed as soon as a newer one takes its place.
  useLayoutEffect(() => {
    const element = canvas.current;
    if (element === null || bitmap.width === 0) return;
    if (element.width !== bitmap.width) element.width = bitmap.width;
    if (element.height !== bitmap.height) element.height = bitmap.height;
    const context = element.getContext('2d');
    context?.clearRect(0, 0, element.width, element.height);
    context?.drawImage(bitmap, 0, 0);
  }, [bitmap]);
  return label === undefined ? (
    <canvas ref={canvas} aria-hidden="true" />
  ) : (
    <canvas ref={canvas} role="img" aria-label={label} />
  );
}
