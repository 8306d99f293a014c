import './graph.css';

import { useEffect, useId, useState } from 'preact/hooks';

import type { StageFacts } from '../overview/read-pipelines.ts';
import { type GraphLook, layOutGraph } from './graph-layout.ts';
import { StageNode } from './stage-node.tsx';

const WIDE: GraphLook = { width: 172, height: 108, gap: 16, runs: 'right' };
const NARROW: GraphLook = { width: 160, height: 108, gap: 14, runs: 'down' };
const NARROW_SCREEN = '(max-width: 66rem)';

interface StageGraphProps {
  readonly pipeline: string;
  readonly recipe: string;
  readonly stages: readonly StageFacts[];
}

/** The stages of a recipe with arrows from what is needed to what needs it: to the right, or down on a narrow screen. */
export function StageGraph({ pipeline, recipe, stages }: StageGraphProps) {
  const look = useMatch(NARROW_SCREEN) ? NARROW : WIDE;
  const head = useId();
  const layout = layOutGraph(stages, look);
  const facts = new Map(stages.map((stage) => [stage.stage, stage]));
  return (
    <div class="runs-room">
      <div class="runs-graph" style={{ width: `${layout.width}px`, height: `${layout.height}px` }}>
        <svg width={layout.width} height={layout.height} aria-hidden="true">
          <marker
            id={head}
            viewBox="0 0 8 8"
            refX="2"
            refY="4"
            markerUnits="userSpaceOnUse"
            markerWidth="8"
            markerHeight="8"
            orient="auto"
          >
            <path d="M0 0 8 4 0 8Z" />
          </marker>
          {layout.arrows.map(({ path }) => (
            <path class="arrow" d={path} marker-end={`url(#${head})`} />
          ))}
        </svg>
        <ol aria-label={`Stages of ${recipe}`}>
          {layout.stages.map(({ stage, x, y }) => {
            const known = facts.get(stage);
            const place = {
              left: `${x}px`,
              top: `${y}px`,
              width: `${look.width}px`,
              height: `${look.height}px`,
            };
            return (
              known && (
                <li style={place} key={stage}>
                  <StageNode pipeline={pipeline} recipe={recipe} facts={known} />
                </li>
              )
            );
          })}
        </ol>
      </div>
    </div>
  );
}

function useMatch(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const tell = () => setMatches(list.matches);
    list.addEventListener('change', tell);
    return () => list.removeEventListener('change', tell);
  }, [query]);
  return matches;
}
