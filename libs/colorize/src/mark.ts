// IPTC Photo Metadata, digital source type: a photo of which a trained model made a part.
const SOURCE_TYPE = 'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia';
const NAMESPACES = [
  'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"',
  'xmlns:tintype="urn:tintype:1"',
  'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"',
].join(' ');

/**
 * The XMP of a coloured photo: that of the photo, if it had any, and that a model made its colours. The mark says
 * from what, so that the result is known again wherever it lies; inside the file it cannot come apart from it.
 */
export function markXmp(xmp: string | undefined, mark: string): string {
  const description = `<rdf:Description rdf:about="" ${NAMESPACES} tintype:mark="${mark}" Iptc4xmpExt:DigitalSourceType="${SOURCE_TYPE}"/>`;
  const unmarked = xmp?.replace(/<rdf:Description [^>]*tintype:mark="[^>]*\/>/, '');
  const end = unmarked?.lastIndexOf('</rdf:RDF>') ?? -1;
  if (unmarked !== undefined && end !== -1)
    return `${unmarked.slice(0, end)}${description}${unmarked.slice(end)}`;
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${description}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
}

/** The mark in a picture's XMP, or null where there is none. */
export function markIn(xmp: string | undefined): string | null {
  return xmp === undefined ? null : (/tintype:mark="([^"]*)"/.exec(xmp)?.[1] ?? null);
}
