import type { Size } from '@tintype/colour';
import type { PictureFormat } from '@tintype/images/metadata';

/**
 * Pixels that a side may have. WebP: RFC 9649, section 1.2. JPEG: JPEG_MAX_DIMENSION of libjpeg, a little less than the
 * 65,535 of the format.
 */
const LIMITS: Readonly<Record<PictureFormat, { readonly name: string; readonly side: number } | null>> = {
  jpeg: { name: 'JPEG', side: 65_500 },
  webp: { name: 'WebP', side: 16_383 },
  png: null,
};

/** Why a photo of this size has no place in the format, and what to do; null where it has. */
export function explainSides({ width, height }: Size, format: PictureFormat): string | null {
  const limit = LIMITS[format];
  if (limit === null || Math.max(width, height) <= limit.side) return null;
  const most = limit.side.toLocaleString('en');
  return `${width} × ${height}: ${limit.name} holds at most ${most} px a side; use --format png`;
}
