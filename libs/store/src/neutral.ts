export { eachOf } from './each-of.ts';
export { codeOf, messageOf, reasonOf } from './error-facts.ts';
