import { readXmpProperty, type XmpProperty } from '@tintype/images';

const MARK = { namespace: 'urn:tintype:1', prefix: 'tintype', name: 'mark' } as const;

// IPTC Photo Metadata, digital source type: a photo of which a trained model made a part.
const SOURCE_TYPE: XmpProperty = {
  namespace: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  prefix: 'Iptc4xmpExt',
  name: 'DigitalSourceType',
  value: 'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia',
};

/**
 * What the XMP of a coloured photo says besides what the photo's said: that a model made its colours. The mark says
 * from what, so that the result is known again wherever it lies; inside the file it cannot come apart from it.
 */
export function markProperties(mark: string): readonly XmpProperty[] {
  return [{ ...MARK, value: mark }, SOURCE_TYPE];
}

/** The mark in a picture's XMP, or null where there is none. */
export function markIn(xmp: string | undefined): string | null {
  return xmp === undefined ? null : readXmpProperty(xmp, MARK);
}
