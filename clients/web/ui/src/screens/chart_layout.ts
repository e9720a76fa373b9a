// Where the boxes and arrows of a diagram stand: in layers, so that arrows lead onward, and in each layer near what they are
// tied to. Pure. Distances in pixels.

import type { Chart, ChartState, Way } from './chart_text';

export interface Box {
  state: ChartState;
  x: number;
  y: number;
  width: number;
  height: number;
  lines: string[];
}

export interface Point {
  x: number;
  y: number;
}

export interface Arrow {
  // Of the chart's ways, by number from 1.
  numbers: number[];
  points: Point[];
  back: boolean;
}

export interface Layout {
  width: number;
  height: number;
  // What holds others comes before what it holds.
  boxes: Box[];
  arrows: Arrow[];
}

// "down" fits a phone; "across" what is wide and shallow.
export type Direction = 'down' | 'across';

const boxWidth = 150;
const lineHeight = 17;
const boxPadding = 11;
const longestLine = 18;
const betweenLayers = 46;
const betweenBoxes = 22;
const holderPadding = 14;
const mostLines = 4;
const sweeps = 6;

export function linesOf(label: string): string[] {
  const lines: string[] = [];
  for (const word of label.split(/\s+/).filter((one) => one !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= longestLine) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines - 1), `${lines[mostLines - 1]} …`];
}

interface Node {
  id: string;
  // Along the layers, and across them.
  along: number;
  across: number;
  layer: number;
  at: number;
  // Not set for a place that an arrow passes.
  box?: Box;
  inner?: Placed;
}

interface Tie {
  from: string;
  to: string;
}

interface Placed {
  nodes: Map<string, Node>;
  along: number;
  across: number;
  // By "from to": the nodes passed between.
  passed: Map<string, string[]>;
  back: Set<string>;
}

const keyOf = (tie: Tie): string => `${tie.from} ${tie.to}`;

// What leads back to where one has been, on the way from the first nodes on.
function backTies(ids: string[], ties: Tie[]): Set<string> {
  const back = new Set<string>();
  const standing = new Map<string, 'open' | 'done'>();
  const visit = (id: string): void => {
    standing.set(id, 'open');
    for (const tie of ties) {
      if (tie.from !== id) continue;
      const there = standing.get(tie.to);
      if (there === 'open') back.add(keyOf(tie));
      else if (there === undefined) visit(tie.to);
    }
    standing.set(id, 'done');
  };
  for (const id of ids) if (!standing.has(id)) visit(id);
  return back;
}

// As far on as the longest way there.
function layersOf(ids: string[], onward: Tie[]): Map<string, number> {
  const layers = new Map(ids.map((id) => [id, 0]));
  for (let round = 0; round < ids.length; ++round) {
    let moved = false;
    for (const tie of onward) {
      const least = (layers.get(tie.from) ?? 0) + 1;
      if ((layers.get(tie.to) ?? 0) >= least) continue;
      layers.set(tie.to, least);
      moved = true;
    }
    if (!moved) break;
  }
  return layers;
}

// Each moves to the middle of what it is tied to in the layer beside.
function order(layers: Node[][], links: Tie[]): void {
  const place = new Map<string, number>();
  const keep = (layer: Node[]): void => layer.forEach((node, index) => place.set(node.id, index));
  layers.forEach(keep);
  for (let sweep = 0; sweep < sweeps; ++sweep) {
    const onward = sweep % 2 === 0;
    for (const layer of onward ? layers.slice(1) : layers.slice(0, -1).reverse()) {
      const middle = new Map(layer.map((node, index) => {
        const tied = links.flatMap((link) => (onward ? (link.to === node.id ? [link.from] : []) : link.from === node.id ? [link.to] : []));
        const sum = tied.reduce((total, id) => total + (place.get(id) ?? 0), 0);
        return [node.id, tied.length === 0 ? index : sum / tied.length];
      }));
      layer.sort((one, other) => (middle.get(one.id) ?? 0) - (middle.get(other.id) ?? 0));
      keep(layer);
    }
  }
}

function placeLayers(layers: Node[][]): { along: number; across: number } {
  const across = Math.max(0, ...layers.map((layer) => layer.reduce((sum, node) => sum + node.across, (layer.length - 1) * betweenBoxes)));
  let along = 0;
  for (const layer of layers) {
    const depth = Math.max(0, ...layer.map((node) => node.along));
    const own = layer.reduce((sum, node) => sum + node.across, (layer.length - 1) * betweenBoxes);
    let at = (across - own) / 2;
    for (const node of layer) {
      // Whoever passes goes straight through the layer.
      if (node.box === undefined) node.along = depth;
      node.at = at;
      node.layer = along + (depth - node.along) / 2;
      at += node.across + betweenBoxes;
    }
    along += depth + betweenLayers;
  }
  return { along: Math.max(0, along - betweenLayers), across };
}

function place(states: ChartState[], ties: Map<ChartState[], Tie[]>, direction: Direction): Placed {
  const nodes = new Map<string, Node>();
  for (const state of states) nodes.set(state.id, nodeOf(state, ties, direction));
  const ids = states.map((state) => state.id);
  const own = ties.get(states) ?? [];
  const back = backTies(ids, own);
  const onward = own.map((tie) => (back.has(keyOf(tie)) ? { from: tie.to, to: tie.from } : tie));
  const layerOf = layersOf(ids, onward);
  const layers: Node[][] = [];
  for (const id of ids) (layers[layerOf.get(id) ?? 0] ??= []).push(nodes.get(id) as Node);
  const passed = new Map<string, string[]>();
  const links: Tie[] = [];
  own.forEach((tie, index) => {
    const run = onward[index] as Tie;
    const between: string[] = [];
    let last = run.from;
    for (let layer = (layerOf.get(run.from) ?? 0) + 1; layer < (layerOf.get(run.to) ?? 0); ++layer) {
      const id = `${keyOf(tie)} ${layer}`;
      if (!nodes.has(id)) {
        const node: Node = { id, along: 0, across: 8, layer: 0, at: 0 };
        nodes.set(id, node);
        layers[layer]?.push(node);
      }
      links.push({ from: last, to: id });
      between.push(id);
      last = id;
    }
    links.push({ from: last, to: run.to });
    passed.set(keyOf(tie), back.has(keyOf(tie)) ? between.reverse() : between);
  });
  order(layers, links);
  return { nodes, passed, back, ...placeLayers(layers) };
}

function nodeOf(state: ChartState, ties: Map<ChartState[], Tie[]>, direction: Direction): Node {
  const lines = linesOf(state.label);
  const heading = lines.length * lineHeight;
  if (state.inner.length === 0) {
    const [width, height] = [boxWidth, heading + 2 * boxPadding];
    const box: Box = { state, x: 0, y: 0, width, height, lines };
    return { id: state.id, along: direction === 'down' ? height : width, across: direction === 'down' ? width : height, layer: 0, at: 0, box };
  }
  const inner = place(state.inner, ties, direction);
  const width = (direction === 'down' ? inner.across : inner.along) + 2 * holderPadding;
  const height = (direction === 'down' ? inner.along : inner.across) + 2 * holderPadding + heading;
  const box: Box = { state, x: 0, y: 0, width: Math.max(width, boxWidth), height, lines };
  return { id: state.id, along: direction === 'down' ? height : box.width, across: direction === 'down' ? box.width : height, layer: 0, at: 0, box, inner };
}

// A way counts where the two it ties, or what they stand in, stand side by side.
function tiesOf(chart: Chart): Map<ChartState[], Tie[]> {
  const ties = new Map<ChartState[], Tie[]>();
  const holds = (state: ChartState, id: string): boolean => state.id === id || state.inner.some((inner) => holds(inner, id));
  const put = (states: ChartState[], way: Way): void => {
    const from = states.find((state) => holds(state, way.from));
    const to = states.find((state) => holds(state, way.to));
    if (from === undefined || to === undefined) return;
    if (from === to) return from.inner.length === 0 ? undefined : put(from.inner, way);
    const there = ties.get(states) ?? [];
    ties.set(states, there);
    if (!there.some((tie) => tie.from === from.id && tie.to === to.id)) there.push({ from: from.id, to: to.id });
  };
  for (const way of chart.ways) put(chart.states, way);
  return ties;
}

interface Found {
  boxes: Box[];
  // The places passed on the way, by "from to" of those that stand side by side.
  passed: Map<string, { points: Point[]; back: boolean }>;
}

// Where an arrow comes into a layer that it passes, and where it leaves it.
function throughOf(node: Node, pointOf: (node: Node) => Point, direction: Direction): Point[] {
  const { x, y } = pointOf(node);
  const half = node.across / 2;
  return direction === 'down' ? [{ x: x + half, y }, { x: x + half, y: y + node.along }] : [{ x, y: y + half }, { x: x + node.along, y: y + half }];
}

// The layers come in the order in which they are passed; each is left where others come in.
function backwards(points: Point[]): Point[] {
  return points.map((_point, index) => points[index % 2 === 0 ? index + 1 : index - 1] as Point);
}

function settle(placed: Placed, origin: Point, direction: Direction, found: Found): void {
  const pointOf = (node: Node): Point =>
    direction === 'down' ? { x: origin.x + node.at, y: origin.y + node.layer } : { x: origin.x + node.layer, y: origin.y + node.at };
  for (const node of placed.nodes.values()) {
    if (node.box === undefined) continue;
    Object.assign(node.box, pointOf(node));
    found.boxes.push(node.box);
    if (node.inner === undefined) continue;
    const heading = node.box.lines.length * lineHeight;
    const width = direction === 'down' ? node.inner.across : node.inner.along;
    settle(node.inner, { x: node.box.x + (node.box.width - width) / 2, y: node.box.y + holderPadding + heading }, direction, found);
  }
  for (const [key, ids] of placed.passed) {
    const points = ids.flatMap((id) => throughOf(placed.nodes.get(id) as Node, pointOf, direction));
    const back = placed.back.has(key);
    found.passed.set(key, { points: back ? backwards(points) : points, back });
  }
}

// Ways that lead back keep to one side of those that lead onward.
function ends(from: Box, to: Box, back: boolean, direction: Direction): [Point, Point] {
  const side = back ? 0.72 : 0.5;
  if (direction === 'across') {
    const [one, other] = [from.y + from.height * side, to.y + to.height * side];
    return back ? [{ x: from.x, y: one }, { x: to.x + to.width, y: other }] : [{ x: from.x + from.width, y: one }, { x: to.x, y: other }];
  }
  const [one, other] = [from.x + from.width * side, to.x + to.width * side];
  return back ? [{ x: one, y: from.y }, { x: other, y: to.y + to.height }] : [{ x: one, y: from.y + from.height }, { x: other, y: to.y }];
}

function arrowsOf(chart: Chart, found: Found, direction: Direction): Arrow[] {
  const boxOf = new Map(found.boxes.map((box) => [box.state.id, box]));
  const around = new Map<string, string[]>();
  const walk = (states: ChartState[], holders: string[]): void => {
    for (const state of states) {
      around.set(state.id, [...holders, state.id]);
      walk(state.inner, [...holders, state.id]);
    }
  };
  walk(chart.states, []);
  const arrows = new Map<string, Arrow>();
  chart.ways.forEach((way, index) => {
    const [from, to] = [boxOf.get(way.from), boxOf.get(way.to)];
    if (from === undefined || to === undefined || from === to) return;
    const drawn = arrows.get(keyOf(way));
    if (drawn !== undefined) {
      drawn.numbers.push(index + 1);
      return;
    }
    const [one, other] = [around.get(way.from) ?? [], around.get(way.to) ?? []];
    const split = one.findIndex((id, depth) => id !== other[depth]);
    const passed = found.passed.get(`${one[split]} ${other[split]}`) ?? { points: [], back: false };
    const [first, last] = ends(from, to, passed.back, direction);
    arrows.set(keyOf(way), { numbers: [index + 1], points: [first, ...passed.points, last], back: passed.back });
  });
  return [...arrows.values()];
}

const margin = 16;

export function layoutOf(chart: Chart, direction: Direction): Layout {
  const placed = place(chart.states, tiesOf(chart), direction);
  const found: Found = { boxes: [], passed: new Map() };
  settle(placed, { x: margin, y: margin }, direction, found);
  const [width, height] = direction === 'down' ? [placed.across, placed.along] : [placed.along, placed.across];
  return { width: width + 2 * margin, height: height + 2 * margin, boxes: found.boxes, arrows: arrowsOf(chart, found, direction) };
}
