import type { FunctionComponent } from 'preact';

import { LaterView, useLater } from './parts/later.tsx';
import { Empty, Failure, Loading } from './parts/state.tsx';
import { addressOf, route } from './route.ts';
import { readStudioInfo, type StudioInfo } from './studio-info.ts';

interface ViewEntry {
  readonly name: string;
  readonly title: string;
  /** Whether it looks into a data folder, which a static host has not. */
  readonly needsData: boolean;
  readonly load: () => Promise<FunctionComponent>;
}

const VIEWS: readonly ViewEntry[] = [
  {
    name: 'colour',
    title: 'Colour',
    needsData: false,
    load: async () => (await import('./views/colour/colour-view.tsx')).ColourView,
  },
  {
    name: 'runs',
    title: 'Runs',
    needsData: true,
    load: async () => (await import('./views/runs/runs-view.tsx')).RunsView,
  },
  {
    name: 'artefacts',
    title: 'Artefacts',
    needsData: true,
    load: async () => (await import('./views/artefacts/artefacts-view.tsx')).ArtefactsView,
  },
  {
    name: 'results',
    title: 'Results',
    needsData: true,
    load: async () => (await import('./views/results/results-view.tsx')).ResultsView,
  },
  {
    name: 'activations',
    title: 'Activations',
    needsData: true,
    load: async () => (await import('./views/activations/activations-view.tsx')).ActivationsView,
  },
];

/** The page: a bar with the views, and the view that the address names. */
export function Studio() {
  const { later, again } = useLater(readStudioInfo, []);
  switch (later.state) {
    case 'loading':
      return <Loading what="the studio" />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return <Page info={later.value} />;
    default:
      return later satisfies never;
  }
}

function Page({ info }: { readonly info: StudioInfo }) {
  const views = VIEWS.filter(({ needsData }) => info.data || !needsData);
  const view = views.find(({ name }) => name === route.value.view);
  return (
    <>
      <header class="bar">
        <a class="brand" href={addressOf('colour')}>
          Tintype
        </a>
        <nav aria-label="Views">
          {views.map(({ name, title }) => (
            <a href={addressOf(name)} aria-current={name === view?.name ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
      </header>
      <main>
        {view ? <LaterView load={view.load} what={view.title.toLowerCase()} key={view.name} /> : <NotHere />}
      </main>
    </>
  );
}

function NotHere() {
  return (
    <Empty title="There is no such page here">
      <p>
        <a href={addressOf('colour')}>Colour a photo</a>
      </p>
    </Empty>
  );
}
