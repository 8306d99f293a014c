import { Empty } from '../../parts/state.tsx';

export function ArtefactsView() {
  return <Empty title="Nothing to show yet" />;
}
