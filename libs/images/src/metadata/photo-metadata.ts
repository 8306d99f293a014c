import type { Density } from './density.ts';
import type { Exif } from './exif/exif.ts';
import type { Resource } from './iptc.ts';

/** What a photo's file says about the photo, whatever its format. */
export interface PhotoMetadata {
  readonly exif?: Exif | undefined;
  /** A packet in the file's own spelling. */
  readonly xmp?: string | undefined;
  /** Photoshop's resources, with IPTC among them. */
  readonly resources?: readonly Resource[] | undefined;
  /** As the photo lies in the file, not turned. */
  readonly density?: Density | undefined;
  /** What of it could not be read, in plain words. */
  readonly notes?: readonly string[] | undefined;
}
