import './results.css';

import { route } from '../../route.ts';
import { ResultPage } from './result-page.tsx';
import { RunList } from './run-list.tsx';

/** What runs make of photos that they did not learn from. */
export function ResultsView() {
  const [recipe] = route.value.path;
  return recipe === undefined ? <RunList /> : <ResultPage recipe={recipe} key={recipe} />;
}
