// What is new in a version of a workflow since another: phases, steps, what leads where, what can be chosen, and lines of its
// source. Pure.

import type { Workflow } from '../api/office_types';
import { type Chart, chartsOf, everyState, isOfPhases } from './chart_text';
import { stateWords, whenWords } from './chart_words';

export interface Difference {
  change: 'added' | 'removed';
  what: 'phase' | 'order' | 'step' | 'way' | 'parameter';
  // The diagram it is in; empty for what is of the whole.
  where: string;
  words: string;
}

export interface Line {
  change: 'added' | 'removed';
  number: number;
  text: string;
}

const labelIn = (chart: Chart, id: string): string => {
  const state = everyState(chart.states).find((one) => one.id === id);
  return state === undefined ? id : stateWords(state);
};

function told(workflow: Workflow): Omit<Difference, 'change'>[] {
  const all: Omit<Difference, 'change'>[] = workflow.parameters.map((one) => ({
    what: 'parameter', where: '', words: `${one.title}: ${[one.default, ...one.options].filter((part) => part !== '').join(', ')}` }));
  for (const chart of chartsOf(workflow.mermaid)) {
    const phases = isOfPhases(chart);
    const where = phases ? '' : chart.title;
    for (const state of everyState(chart.states)) {
      if (stateWords(state) !== '') all.push({ what: phases ? 'phase' : 'step', where, words: stateWords(state) });
    }
    for (const way of chart.ways) {
      const when = whenWords(chart, way);
      all.push({ what: phases ? 'order' : 'way', where, words: `${labelIn(chart, way.from)} → ${labelIn(chart, way.to)}${when === '' ? '' : ` (${when})`}` });
    }
  }
  return all;
}

// Two of the same are two.
function counts(all: Omit<Difference, 'change'>[]): Map<string, number> {
  const count = new Map<string, number>();
  for (const one of all) count.set(JSON.stringify(one), (count.get(JSON.stringify(one)) ?? 0) + 1);
  return count;
}

function beyond(all: Omit<Difference, 'change'>[], known: Omit<Difference, 'change'>[], change: Difference['change']): Difference[] {
  const left = counts(known);
  return all.flatMap((one) => {
    const there = left.get(JSON.stringify(one)) ?? 0;
    left.set(JSON.stringify(one), there - 1);
    return there > 0 ? [] : [{ change, ...one }];
  });
}

export function differencesOf(before: Workflow, now: Workflow): Difference[] {
  const [was, is] = [told(before), told(now)];
  return [...beyond(was, is, 'removed'), ...beyond(is, was, 'added')];
}

// The longest run of lines that both have in the same order stays; the others were taken out or put in.
export function lineDifferences(before: string, now: string): Line[] {
  const [was, is] = [before.split('\n'), now.split('\n')];
  const longest = Array.from({ length: was.length + 1 }, () => new Uint32Array(is.length + 1));
  const at = (row: number, column: number): number => longest[row]?.[column] ?? 0;
  for (let row = was.length - 1; row >= 0; --row) {
    for (let column = is.length - 1; column >= 0; --column) {
      (longest[row] as Uint32Array)[column] = was[row] === is[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: Line[] = [];
  let [row, column] = [0, 0];
  while (row < was.length || column < is.length) {
    if (row < was.length && column < is.length && was[row] === is[column]) {
      row += 1;
      column += 1;
    } else if (row < was.length && (column === is.length || at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ change: 'removed', number: row + 1, text: was[row] ?? '' });
      row += 1;
    } else {
      lines.push({ change: 'added', number: column + 1, text: is[column] ?? '' });
      column += 1;
    }
  }
  return lines;
}
