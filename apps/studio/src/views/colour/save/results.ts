import type { OpenedPhoto, OutputFormat } from '../../../engine/engine.ts';
import { type Photo, readLook } from '../darkroom/photo.ts';

/** How the coloured photo is called; `stem` is its name without an ending. */
export function resultName(stem: string, format: OutputFormat): string {
  return `${stem}.coloured.${format === 'jpeg' ? 'jpg' : 'png'}`;
}

export function encodeResult(photo: Photo, opened: OpenedPhoto, format: OutputFormat): Promise<Blob> {
  return opened.encode(readLook(photo), format);
}

/** Hands a file to the browser, which saves it where it saves downloads. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser may still be reading it
}

/** Puts a picture on the clipboard. The browser takes PNG alone. */
export function copyPicture(picture: Promise<Blob>): Promise<void> {
  return navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
}
