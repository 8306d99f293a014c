import { Empty } from '../../parts/state.tsx';

export function ResultsView() {
  return <Empty title="Nothing to show yet" />;
}
