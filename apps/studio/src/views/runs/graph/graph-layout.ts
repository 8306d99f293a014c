/** A stage, and the stages whose artefacts it reads. */
export interface GraphStage {
  readonly stage: string;
  readonly needs: readonly string[];
}

/** How large nodes are, how far apart, and which way the graph runs; pixels. */
export interface GraphLook {
  readonly width: number;
  readonly height: number;
  readonly gap: number;
  readonly runs: 'right' | 'down';
}

export interface PlacedStage {
  readonly stage: string;
  readonly x: number;
  readonly y: number;
}

/** An arrow between two stages, as the path of an SVG. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly path: string;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly stages: readonly PlacedStage[];
  readonly arrows: readonly Arrow[];
}

const TIP = 6; // an arrow ends this far before its node, where its head is drawn

/**
 * Places each stage in a layer after all that it needs. Arrows that others imply are left out: a stage that needs ingest
 * and convert has one from convert alone.
 *
 * @param stages in an order in which what is needed comes first
 */
export function layOutGraph(stages: readonly GraphStage[], look: GraphLook): GraphLayout {
  const layers = groupByLayer(stages);
  const most = Math.max(0, ...layers.map(({ length }) => length));
  const [along, across] =
    look.runs === 'right' ? (['width', 'height'] as const) : (['height', 'width'] as const);
  const length = extent(layers.length, look[along], look.gap * 2);
  const breadth = extent(most, look[across], look.gap);
  const placed = layers.flatMap((names, layer) =>
    names.map((stage, row) => {
      const ahead = layer * (look[along] + look.gap * 2);
      const aside =
        (breadth - extent(names.length, look[across], look.gap)) / 2 + row * (look[across] + look.gap);
      return { stage, ...(look.runs === 'right' ? { x: ahead, y: aside } : { x: aside, y: ahead }) };
    }),
  );
  return {
    ...(look.runs === 'right' ? { width: length, height: breadth } : { width: breadth, height: length }),
    stages: placed,
    arrows: drawArrows(stages, placed, look),
  };
}

/** Room for some nodes beside each other. */
function extent(count: number, size: number, gap: number): number {
  return Math.max(0, count * (size + gap) - gap);
}

function groupByLayer(stages: readonly GraphStage[]): readonly (readonly string[])[] {
  const layerOf = new Map<string, number>();
  const layers: string[][] = [];
  for (const { stage, needs } of stages) {
    const layer = Math.max(-1, ...needs.map((need) => layerOf.get(need) ?? -1)) + 1;
    layerOf.set(stage, layer);
    (layers[layer] ??= []).push(stage);
  }
  return layers;
}

function drawArrows(
  stages: readonly GraphStage[],
  placed: readonly PlacedStage[],
  look: GraphLook,
): readonly Arrow[] {
  const places = new Map(placed.map((place) => [place.stage, place]));
  return stages.flatMap(({ stage, needs }) =>
    needs
      .filter((need) => !needs.some((other) => other !== need && isBehind(other, need, stages)))
      .flatMap((need) => {
        const [from, to] = [places.get(need), places.get(stage)];
        return from && to ? [{ from: need, to: stage, path: drawArrow(from, to, look) }] : [];
      }),
  );
}

/** Whether a stage needs another one, directly or not. */
function isBehind(stage: string, other: string, stages: readonly GraphStage[]): boolean {
  const needs = stages.find((one) => one.stage === stage)?.needs ?? [];
  return needs.some((need) => need === other || isBehind(need, other, stages));
}

function drawArrow(from: PlacedStage, to: PlacedStage, { width, height, runs }: GraphLook): string {
  if (runs === 'right') {
    const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, to.x - TIP, to.y + height / 2];
    const middle = (x1 + x2) / 2;
    return `M${x1},${y1}C${middle},${y1} ${middle},${y2} ${x2},${y2}`;
  }
  const [x1, y1, x2, y2] = [from.x + width / 2, from.y + height, to.x + width / 2, to.y - TIP];
  const middle = (y1 + y2) / 2;
  return `M${x1},${y1}C${x1},${middle} ${x2},${middle} ${x2},${y2}`;
}
