import './activations.css';

import { readReview } from '@tintype/activations/review';

import { openRunFiles } from '../../data/manifests.ts';
import { Choice } from '../../parts/choice.tsx';
import { useLater } from '../../parts/later.tsx';
import { Empty, Failure, Loading } from '../../parts/state.tsx';
import { addressOf, route } from '../../route.ts';
import { runCommand } from '../../words.ts';
import { Review } from './review.tsx';

const PIPELINE = 'activations';

/** The review of activation functions: one of the recipes that have been run. */
export function ActivationsView() {
  const { later, again } = useLater((signal) => openRunFiles(PIPELINE, signal).listRecipes(), []);
  switch (later.state) {
    case 'loading':
      return <Loading what="the reviews" />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return later.value.length === 0 ? <NoReview /> : <Reviews recipes={later.value} />;
    default:
      return later satisfies never;
  }
}

function NoReview() {
  return (
    <Empty title="No review yet">
      <p>
        Five activation functions, compared in the same network on the same digits. Run it with{' '}
        <code>{runCommand(PIPELINE, 'quick')}</code>.
      </p>
    </Empty>
  );
}

function Reviews({ recipes }: { readonly recipes: readonly string[] }) {
  const [asked] = route.value.path;
  const recipe = asked ?? (recipes.includes('default') ? 'default' : recipes[0]) ?? '';
  return (
    <>
      <h1>Does the activation function matter?</h1>
      {recipes.length > 1 && (
        <Choice
          label="recipe"
          options={recipes.map((name) => ({ value: name, name }))}
          value={recipe}
          onChoose={(name) => location.assign(addressOf('activations', [name]))}
        />
      )}
      <ReviewOf recipe={recipe} key={recipe} />
    </>
  );
}

function ReviewOf({ recipe }: { readonly recipe: string }) {
  const { later, again } = useLater((signal) => readReview(recipe, openRunFiles(PIPELINE, signal)), [recipe]);
  switch (later.state) {
    case 'loading':
      return <Loading what={`the networks of ${recipe}`} />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return later.value === null ? <NotTrained recipe={recipe} /> : <Review data={later.value} />;
    default:
      return later satisfies never;
  }
}

function NotTrained({ recipe }: { readonly recipe: string }) {
  return (
    <Empty title={`The networks of ${recipe} are not trained`}>
      <p>
        Train them with <code>{runCommand(PIPELINE, recipe)}</code>.
      </p>
    </Empty>
  );
}
