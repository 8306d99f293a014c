import { openBytes } from './libvips.ts';
import type { Picture } from './picture.ts';

const CSS_DPI = 72; // what libvips takes one SVG pixel per dot to be

/**
 * PNG bytes of an SVG, on white; `width` in pixels, by default the SVG's own. Text is drawn with the fonts of
 * the machine: without any, librsvg leaves it out, so pictures that must read alike everywhere stay SVG.
 */
export async function svgToPng(svg: string, width?: number): Promise<Buffer> {
  const drawn = await drawSvg(svg, width);
  return drawn.png({ compressionLevel: 9 }).toBuffer();
}

/** The same as a picture, to be laid out beside others. */
export async function svgToPicture(svg: string, width?: number): Promise<Picture> {
  const drawn = await drawSvg(svg, width);
  const { data, info } = await drawn.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: data };
}

async function drawSvg(svg: string, width: number | undefined): Promise<ReturnType<typeof openBytes>> {
  const bytes = Buffer.from(svg);
  const { width: own } = await openBytes(bytes).metadata();
  const target = width ?? own;
  const density = Math.min(100_000, Math.max(1, (CSS_DPI * target) / own));
  return openBytes(bytes, { density }).resize({ width: target }).flatten({ background: '#ffffff' });
}
