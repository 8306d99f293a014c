import { Empty } from '../../parts/state.tsx';

export function RunsView() {
  return <Empty title="Nothing to show yet" />;
}
