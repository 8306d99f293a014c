import { encodePng, type Picture } from '@tintype/images';

/** A picture of an artefact's records. */
export interface Drawing {
  /** What it shows, in a line. */
  readonly caption: string;
  readonly png: Uint8Array;
}

export async function drawingOf(caption: string, { rgb, width, height }: Picture): Promise<Drawing> {
  return { caption, png: await encodePng(rgb, width, height) };
}
