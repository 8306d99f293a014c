import { Empty } from '../../parts/state.tsx';

export function ActivationsView() {
  return <Empty title="Nothing to show yet" />;
}
