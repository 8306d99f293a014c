import { Empty } from '../../parts/state.tsx';

export function ColourView() {
  return <Empty title="Nothing to show yet" />;
}
