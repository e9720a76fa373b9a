// A small line of results over the years, and a large one with bands and targets. Each is also said in words.

import { html, nothing, svg, type TemplateResult } from 'lit-html';
import type { Colour, Indicator } from '../api/scorecards';
import { type Box, type Point, type Scale, bandsOf, heightAt, placeAt, runsOf, scaleOf } from '../screens/figures';
import { text } from '../texts/texts';
import { type Shape, type Tone, tag } from './icon';

const looks: Record<Colour, { tone: Tone; shape: Shape }> = {
  COLOUR_UNSPECIFIED: { tone: 'neutral', shape: 'ring' },
  NOT_JUDGED: { tone: 'neutral', shape: 'ring' },
  GREEN: { tone: 'success', shape: 'circle' },
  YELLOW: { tone: 'warning', shape: 'triangle' },
  RED: { tone: 'danger', shape: 'square' },
};

export function colourWords(colour: Colour): string {
  return text(`colour.${colour === 'COLOUR_UNSPECIFIED' ? 'NOT_JUDGED' : colour}`);
}

export function colourTag(colour: Colour): TemplateResult {
  const { tone, shape } = looks[colour];
  return tag(tone, shape, colourWords(colour));
}

// The same shape as beside the word.
function mark(point: Point, x: number, y: number, size: number): TemplateResult<2> {
  const name = `mark ${point.colour.toLowerCase()}`;
  switch (point.colour) {
    case 'GREEN': return svg`<circle class=${name} cx=${x} cy=${y} r=${size}/>`;
    case 'YELLOW': return svg`<path class=${name} d=${`M${x} ${y - size * 1.1}L${x + size * 1.2} ${y + size}H${x - size * 1.2}Z`}/>`;
    case 'RED': return svg`<rect class=${name} x=${x - size} y=${y - size} width=${size * 2} height=${size * 2}/>`;
    default: return svg`<circle class=${name} cx=${x} cy=${y} r=${size}/>`;
  }
}

export function inWords(points: Point[]): string {
  return points.map((point) => {
    const result = point.text === '' ? text('trend.no_figure') : point.text;
    if (point.isBaseline) return text('trend.baseline', { result });
    return point.target === '' ? text('trend.year', { year: point.year, result }) : text('trend.year_target', { year: point.year, result, target: point.target });
  }).join('. ');
}

interface Drawn {
  points: Point[];
  box: Box;
  scale: Scale;
  first: number;
  last: number;
}

function laidOut(points: Point[], box: Box, also: number[]): Drawn | undefined {
  const values = points.flatMap((point) => (point.value === undefined ? [] : [point.value]));
  const first = points[0];
  const last = points.at(-1);
  if (values.length === 0 || first === undefined || last === undefined) return undefined;
  const targets = points.flatMap((point) => (point.targetValue === undefined ? [] : [point.targetValue]));
  return { points, box, scale: scaleOf([...values, ...targets, ...also]), first: first.year, last: last.year };
}

function lines(drawn: Drawn): TemplateResult<2>[] {
  const at = (point: Point): string => `${placeAt(point.year, drawn.first, drawn.last, drawn.box)},${heightAt(point.value ?? 0, drawn.scale, drawn.box)}`;
  return runsOf(drawn.points).filter((run) => run.length > 1).map((run) => svg`<polyline class="trend-line" points=${run.map(at).join(' ')}/>`);
}

export function smallTrend(points: Point[]): TemplateResult | typeof nothing {
  const drawn = laidOut(points, { left: 8, top: 4, width: 104, height: 28 }, []);
  if (drawn === undefined) return nothing;
  const target = points.at(-1)?.targetValue;
  const goal = target === undefined ? undefined : heightAt(target, drawn.scale, drawn.box);
  return html`<svg class="trend" viewBox="0 0 120 36" role="img" aria-label=${inWords(points)}>
    ${goal === undefined ? nothing : svg`<line class="trend-target" x1="2" x2="118" y1=${goal} y2=${goal}/>`}
    ${lines(drawn)}
    ${points.filter((point) => point.value !== undefined).map((point) =>
      mark(point, placeAt(point.year, drawn.first, drawn.last, drawn.box), heightAt(point.value ?? 0, drawn.scale, drawn.box), point === points.at(-1) ? 4 : 2.6))}
  </svg>`;
}

function bands(drawn: Drawn, indicator: Indicator | undefined): TemplateResult<2>[] {
  return bandsOf(indicator, drawn.scale).map((band) => {
    const top = heightAt(band.high, drawn.scale, drawn.box);
    const height = heightAt(band.low, drawn.scale, drawn.box) - top;
    return svg`<rect class=${`band ${band.colour.toLowerCase()}`} x="0" width="360" y=${top} height=${height}/>
      ${height < 14 ? nothing : svg`<text class="band-name" x="356" y=${top + 12}>${colourWords(band.colour)}</text>`}`;
  });
}

export function largeTrend(points: Point[], indicator: Indicator | undefined): TemplateResult | typeof nothing {
  const declared = indicator?.bands === undefined ? [] : [indicator.bands.green, indicator.bands.yellow];
  const drawn = laidOut(points, { left: 40, top: 26, width: 260, height: 116 }, declared);
  if (drawn === undefined) return nothing;
  const x = (point: Point): number => placeAt(point.year, drawn.first, drawn.last, drawn.box);
  const y = (value: number): number => heightAt(value, drawn.scale, drawn.box);
  return html`<svg class="trend large" viewBox="0 0 360 180" role="img" aria-label=${inWords(points)}>
    ${bands(drawn, indicator)}
    ${points.map((point) => (point.targetValue === undefined ? nothing
      : svg`<line class="trend-target" x1=${x(point) - 22} x2=${x(point) + 22} y1=${y(point.targetValue)} y2=${y(point.targetValue)}/>`))}
    ${lines(drawn)}
    ${points.map((point) => svg`<text class="trend-year" x=${x(point)} y="172">${point.isBaseline ? text('trend.start') : point.year}</text>
      ${point.value === undefined ? nothing : svg`${mark(point, x(point), y(point.value), 5)}<text class="trend-figure" x=${x(point)} y=${y(point.value) - 10}>${point.text}</text>`}`)}
  </svg>`;
}
