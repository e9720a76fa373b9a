// A diagram as a drawing. The list beside it says the same: the arrows bear its numbers.

import { html, nothing, svg, type TemplateResult } from 'lit-html';
import { text } from '../texts/texts';
import { type Arrow, type Box, type Direction, type Layout, layoutOf } from './chart_layout';
import type { Chart, ChartState } from './chart_text';
import { stateWords } from './chart_words';

const lineHeight = 17;
const bend = 18;

function outline(box: Box, starts: ReadonlySet<string>): TemplateResult<2> {
  const { state, x, y, width, height } = box;
  const kind = state.inner.length > 0 ? 'holder' : state.last ? 'last' : 'step';
  return svg`<rect class=${`chart-box ${kind}`} x=${x} y=${y} width=${width} height=${height} rx=${kind === 'last' ? height / 2 : 6}/>
    ${kind === 'last' ? svg`<rect class="chart-box last" x=${x + 3} y=${y + 3} width=${width - 6} height=${height - 6} rx=${height / 2 - 3}/>` : nothing}
    ${starts.has(state.id) && state.inner.length === 0 ? svg`<circle class="chart-start" cx=${x} cy=${y} r="6"/>` : nothing}`;
}

function words(box: Box): TemplateResult<2> {
  const holds = box.state.inner.length > 0;
  const top = holds ? box.y + 19 : box.y + box.height / 2 - ((box.lines.length - 1) * lineHeight) / 2 + 4.5;
  return svg`<text class=${holds ? 'chart-words holder' : 'chart-words'} text-anchor="middle">${box.lines.map((line, index) =>
    svg`<tspan x=${box.x + box.width / 2} y=${top + index * lineHeight}>${index + 1 === box.lines.length ? line : `${line} `}</tspan>`)}</text>`;
}

function curve(arrow: Arrow, direction: Direction): string {
  const [first, ...rest] = arrow.points;
  if (first === undefined) return '';
  let path = `M${first.x} ${first.y}`;
  let last = first;
  for (const point of rest) {
    const onward = arrow.back ? -bend : bend;
    path += direction === 'down'
      ? `C${last.x} ${last.y + onward} ${point.x} ${point.y - onward} ${point.x} ${point.y}`
      : `C${last.x + onward} ${last.y} ${point.x - onward} ${point.y} ${point.x} ${point.y}`;
    last = point;
  }
  return path;
}

function head(arrow: Arrow, direction: Direction): TemplateResult<2> {
  const end = arrow.points.at(-1) ?? { x: 0, y: 0 };
  const turn = (direction === 'down' ? 90 : 0) + (arrow.back ? 180 : 0);
  return svg`<path class="chart-head" d="M0 0L-9 -4.5L-9 4.5Z" transform=${`translate(${end.x} ${end.y}) rotate(${turn})`}/>`;
}

function badge(arrow: Arrow, numbered: (number: number) => boolean): TemplateResult<2> | typeof nothing {
  const shown = arrow.numbers.filter(numbered).join(', ');
  const [first, second] = arrow.points;
  if (shown === '' || first === undefined || second === undefined) return nothing;
  const share = 0.45;
  const [x, y] = [first.x + (second.x - first.x) * share, first.y + (second.y - first.y) * share];
  const width = 9 + shown.length * 7;
  return svg`<rect class="chart-badge" x=${x - width / 2} y=${y - 9} width=${width} height="18" rx="9"/>
    <text class="chart-number" text-anchor="middle" x=${x} y=${y + 4}>${shown}</text>`;
}

function named(states: ChartState[]): ChartState[] {
  return states.map((state) => ({ ...state, label: stateWords(state), inner: named(state.inner) }));
}

export interface Drawing {
  chart: Chart;
  direction: Direction;
  // 1 is as large as it is drawn.
  zoom: number;
  label: string;
  numbered: (number: number) => boolean;
  // Where a box leads, when it leads anywhere.
  address?: (state: ChartState) => string;
}

function boxOf(drawing: Drawing, box: Box, starts: ReadonlySet<string>): TemplateResult<2> {
  const address = drawing.address?.(box.state) ?? '';
  const drawn = svg`${outline(box, starts)}${words(box)}`;
  return address === '' ? drawn : svg`<a href=${address} aria-label=${box.state.label}>${drawn}</a>`;
}

export function chartDrawing(drawing: Drawing): TemplateResult {
  const { chart, direction, zoom, label } = drawing;
  const layout: Layout = layoutOf({ ...chart, states: named(chart.states) }, direction);
  const starts = new Set(chart.starts);
  return html`<div class="sideways chart-paper" role="region" tabindex="0" aria-label=${label}>
    <svg class="chart" viewBox=${`0 0 ${layout.width} ${layout.height}`} width=${Math.round(layout.width * zoom)} height=${Math.round(layout.height * zoom)}
      role=${drawing.address === undefined ? 'img' : 'group'} aria-label=${text('chart.same_below', { title: chart.title })}>
      ${layout.boxes.filter((box) => box.state.inner.length > 0).map((box) => boxOf(drawing, box, starts))}
      ${layout.arrows.map((arrow) => svg`<path class=${arrow.back ? 'chart-arrow back' : 'chart-arrow'} d=${curve(arrow, direction)}/>${head(arrow, direction)}`)}
      ${layout.boxes.filter((box) => box.state.inner.length === 0).map((box) => boxOf(drawing, box, starts))}
      ${layout.arrows.map((arrow) => badge(arrow, drawing.numbered))}
    </svg>
  </div>`;
}
