import { expect, test } from '@jest/globals';
import { labOfSrgb } from '@tintype/colour';

import { nameColour } from './name-colour.ts';

test.each([
  [[1, 0, 0], 'vivid red'],
  [[1, 0.5, 0], 'vivid orange'],
  [[1, 1, 0], 'vivid yellow'],
  [[0, 0.6, 0], 'vivid green'],
  [[0, 0.55, 0.55], 'teal'],
  [[0.5, 0.8, 0.9], 'muted cyan'],
  [[0.2, 0.4, 0.8], 'vivid blue'],
  [[0.65, 0.63, 0.79], 'muted indigo'],
  [[0.5, 0, 0.6], 'vivid purple'],
  [[1, 0.6, 0.75], 'pink'],
  [[0.5, 0.5, 0.5], 'grey'],
  [[0.55, 0.5, 0.46], 'greyish orange'],
])('%j is called %s', ([red = 0, green = 0, blue = 0], name) => {
  const [, a, b] = labOfSrgb(red, green, blue);
  expect(nameColour(a, b)).toBe(name);
});
