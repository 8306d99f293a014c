/** A model, in a thread of its own. */
export { answerModel as default } from './answer-model.ts';
