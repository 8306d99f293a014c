import { showHash } from '@tintype/terminal/neutral';

import { nameOf, type PhotoFacts } from '../../../data/photos.ts';
import { addressOf } from '../../../route.ts';

interface PhotoNameProps {
  readonly pipeline: string;
  readonly recipe: string;
  readonly photo: string;
  readonly facts: PhotoFacts | undefined;
}

/** A photo by the name that its source has, which leads to what has become of it. */
export function PhotoName({ pipeline, recipe, photo, facts }: PhotoNameProps) {
  return (
    <a href={addressOf('runs', [pipeline, recipe, 'photos', photo])} title={photo}>
      {facts === undefined ? showHash(photo) : nameOf(facts.path)}
    </a>
  );
}
