export { countEncoderAdds, countMultiplyAdds, countPredicted } from './network-cost.ts';
export { activationKind, networkSettings } from './network-settings.ts';
export { readGamut } from './read-gamut.ts';
export { softTargets, trainSettings } from './train-settings.ts';
