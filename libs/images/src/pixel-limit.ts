/** What no camera takes in one shot, decoded in some 300 MB. */
export const MAX_PIXELS = 100e6;
