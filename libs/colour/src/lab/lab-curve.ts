/**
 * The curve of Lab, rounded as in scikit-image: the cube root of t above `joint`, below it the line slope · t + offset. Its
 * inverse changes at `rootAtJoint`.
 */
export const LAB_CURVE = { joint: 0.008856, slope: 7.787, offset: 16 / 116, rootAtJoint: 0.2068966 } as const;
