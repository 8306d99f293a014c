import './artefacts.css';

import { Empty } from '../../parts/state.tsx';
import { addressOf, route } from '../../route.ts';
import { ArtefactList } from './artefact-list.tsx';
import { ArtefactPage } from './artefact-page.tsx';

/** All artefacts, those of a pipeline or a recipe, or what is in one. */
export function ArtefactsView() {
  const [pipeline, recipe, stage, ...rest] = route.value.path;
  if (rest.length > 0)
    return (
      <Empty title="There is no such artefact">
        <a href={addressOf('artefacts')}>All artefacts</a>
      </Empty>
    );
  if (pipeline === undefined || recipe === undefined || stage === undefined)
    return <ArtefactList pipeline={pipeline} recipe={recipe} />;
  return <ArtefactPage place={{ pipeline, recipe, stage }} key={JSON.stringify([pipeline, recipe, stage])} />;
}
