import { barChart } from '@tintype/charts';
import type { PhotosRows } from '@tintype/records';

/** Photos by class, those that are kept and those that are not. */
export function photosChart(tables: readonly Pick<PhotosRows, 'class' | 'status'>[]): {
  readonly title: string;
  readonly svg: string;
} {
  const counts = new Map<string, number>();
  for (const photos of tables)
    photos.status.forEach((status, row) => {
      const name = status === 'kept' ? photos.class[row] || 'no class' : 'quarantined';
      counts.set(name, (counts.get(name) ?? 0) + 1);
    });
  const bars = [...counts]
    .map(([label, value]) => ({ label, value }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
  const total = bars.reduce((sum, { value }) => sum + value, 0);
  const title = `${total} photos by class`;
  return { title, svg: barChart({ title, bars, format: String }) };
}
