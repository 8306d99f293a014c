import { describe, expect, it } from '@jest/globals';

import { hueAgreement, measureHue } from './hue-agreement.ts';

const agreement = (predicted: readonly number[], truth: readonly number[]) =>
  hueAgreement(measureHue(Float32Array.from(predicted), Float32Array.from(truth)));

describe('hue agreement', () => {
  it.each([0, 30, 90, 135, 180, 270])('is the cosine of the angle between the hues: %d°', (degrees) => {
    const angle = (degrees * Math.PI) / 180;
    expect(agreement([8 * Math.cos(angle), 8 * Math.sin(angle)], [40, 0])).toBeCloseTo(Math.cos(angle), 6);
  });

  it('does not ask how vivid a prediction is', () => {
    expect(agreement([3, 4], [30, 40])).toBeCloseTo(1, 12);
    expect(agreement([90, 120], [30, 40])).toBeCloseTo(1, 12);
  });

  it('is 0 where the prediction is grey', () => {
    expect(measureHue(Float32Array.of(0, 0, 20, 0), Float32Array.of(20, 0, 20, 0))).toEqual({
      hue: 1,
      vivid: 2,
    });
  });

  it('looks at true chroma above 15 alone: 15 itself, 9² + 12², is not', () => {
    expect(agreement([-1, 0, 0, 1, 1, 0], [9, 12, 0, 15.001, 10, 0])).toBe(1);
  });

  it('is not defined where no true colour is vivid', () => {
    expect(agreement([50, 0], [15, 0])).toBeNaN();
    expect(agreement([], [])).toBeNaN();
  });

  it('weighs photos by their vivid pixels', () => {
    const one = measureHue(Float32Array.of(1, 0), Float32Array.of(20, 0));
    const three = measureHue(Float32Array.of(-1, 0, -1, 0, -1, 0), Float32Array.of(20, 0, 20, 0, 20, 0));
    expect(hueAgreement({ hue: one.hue + three.hue, vivid: one.vivid + three.vivid })).toBe(-0.5);
  });

  it('refuses predictions of another size', () => {
    expect(() => measureHue(new Float32Array(4), new Float32Array(6))).toThrow(/one length, got 4 and 6/);
  });
});
