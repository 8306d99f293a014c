import './runs.css';

import { useEffect } from 'preact/hooks';

import { route } from '../../route.ts';
import { ComparePage } from './compare/compare-page.tsx';
import { PhotoListPage } from './lineage/photo-list-page.tsx';
import { PhotoPage } from './lineage/photo-page.tsx';
import { listen } from './live/live.ts';
import { LiveLine } from './live/live-line.tsx';
import { Overview } from './overview/overview.tsx';
import { RunPage } from './run/run-page.tsx';

/** Runs: all of them, one of them, two compared, and where each photo went. */
export function RunsView() {
  useEffect(() => listen(), []);
  return (
    <div class="runs">
      <LiveLine />
      <Place />
    </div>
  );
}

function Place() {
  const [pipeline, recipe, part, photo] = route.value.path;
  if (pipeline === undefined) return <Overview />;
  if (pipeline === 'compare' && recipe === undefined) return <ComparePage query={route.value.query} />;
  if (recipe === undefined) return <Overview only={pipeline} />;
  if (part !== 'photos') return <RunPage pipeline={pipeline} recipe={recipe} />;
  if (photo === undefined) return <PhotoListPage pipeline={pipeline} recipe={recipe} />;
  return <PhotoPage pipeline={pipeline} recipe={recipe} photo={photo} />;
}
