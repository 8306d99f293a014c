/**
 * Fades a print, in place: black becomes L `blacks` and white 100 − `whites`, and all between lies evenly between
 * them. lightness: L 0..100; blacks and whites: L units, together at most 100.
 */
export function fadeLightness(
  lightness: Float32Array,
  { blacks, whites }: { readonly blacks: number; readonly whites: number },
): void {
  const range = (100 - blacks - whites) / 100;
  for (let i = 0; i < lightness.length; i++) lightness[i] = blacks + range * lightness[i];
}
