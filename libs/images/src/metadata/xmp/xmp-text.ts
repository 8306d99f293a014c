/** XMP part 1, 7.1: UTF-8, or UTF-16 of either byte order, known by a mark or by the zero beside the first "<". */
export function decodeXmp(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0))
    return decodeAs('utf-16be', bytes);
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0))
    return decodeAs('utf-16le', bytes);
  return decodeAs('utf-8', bytes);
}

/** Without the mark of the byte order in front, and the zeros that some writers leave behind. */
function decodeAs(encoding: string, bytes: Uint8Array): string {
  return new TextDecoder(encoding).decode(bytes).replace(/\0+$/, '');
}
