// What a diagram's steps and ways are called in words. Those of a workflow's own have titles; the language's own are in our catalogues.

import { counted, named, text } from '../texts/texts';
import { type Chart, type ChartState, type Way, everyState, isOfPhases, isTitled } from './chart_text';

export function stateWords(state: ChartState): string {
  if (isTitled(state)) return state.label;
  if (state.last) return text('chart.last');
  if (state.inner.length > 0) return state.parallel ? text('chart.parallel') : '';
  return state.label.replaceAll('_', ' ');
}

function factWords(fact: string): string {
  return named('fact', fact) || fact;
}

// "(is_top or has_frame)", "not has_reports", "in involved".
function guardWords(chart: Chart, guard: string): string {
  const inside = /^in (\S+)$/.exec(guard);
  if (inside !== null) {
    const state = everyState(chart.states).find((one) => one.label === inside[1]);
    return state === undefined || !isTitled(state) ? text('chart.in_other') : text('chart.in', { state: state.label });
  }
  return guard.replace(/^\((.*)\)$/, '$1').split(/ (or|and) /).map((part, index) => {
    if (index % 2 === 1) return part === 'or' ? text('chart.or') : text('chart.and');
    return part.startsWith('not ') ? text('chart.not', { fact: factWords(part.slice(4)) }) : factWords(part);
  }).join(' ');
}

function happeningWords(happening: string): string {
  const days = /^after (\d+) working days$/.exec(happening);
  if (days !== null) return counted('chart.after_days', Number(days[1]));
  if (happening.startsWith('done.state.')) return text('chart.all_done');
  if (happening === 'at slice_start') return text('chart.slice_start');
  if (happening.startsWith('at ')) return text('chart.at', { day: happening.slice(3) });
  return named('chart.event', happening) || text('chart.when', { what: happening });
}

export function whenWords(chart: Chart, way: Way): string {
  const parts = /^(.*?)\s*(?:\[(.*)\])?$/.exec(way.when);
  const [, happening = '', guard = ''] = parts ?? [];
  return [happening === '' ? '' : happeningWords(happening), guard === '' ? '' : text('chart.if', { what: guardWords(chart, guard) })].filter((one) => one !== '').join(', ');
}

// Which phases' steps run this chart.
export function isRunBy(chart: Chart, phase: ChartState): boolean {
  return !isOfPhases(chart) && chart.title.split(', ').includes(phase.label);
}
