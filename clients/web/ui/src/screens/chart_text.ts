// A state diagram as a list that says the same: states within states, and what leads where. Pure.

export interface ChartState {
  id: string;
  label: string;
  inner: ChartState[];
}

export interface Way {
  from: string;
  to: string;
  when: string;
}

export interface Chart {
  title: string;
  states: ChartState[];
  ways: Way[];
}

function chartOf(title: string, lines: string[]): Chart {
  const top: ChartState[] = [];
  const around: ChartState[][] = [top];
  const ways: Way[] = [];
  for (const line of lines.map((one) => one.trim())) {
    const state = /^state "(.*)" as (\S+?)\s*(\{)?$/.exec(line);
    const way = /^(\S+) --> (\S+)(?: : (.*))?$/.exec(line);
    if (state !== null) {
      const one: ChartState = { id: state[2] ?? '', label: state[1] ?? '', inner: [] };
      around.at(-1)?.push(one);
      if (state[3] !== undefined) around.push(one.inner);
    } else if (line === '}') {
      if (around.length > 1) around.pop();
    } else if (way !== null && way[1] !== '[*]' && way[2] !== '[*]') {
      ways.push({ from: way[1] ?? '', to: way[2] ?? '', when: way[3] ?? '' });
    }
  }
  return { title, states: top, ways };
}

export function chartsOf(mermaid: string): Chart[] {
  const pieces = mermaid.split(/^---\s*$/m);
  const charts: Chart[] = [];
  for (let i = 1; i + 1 < pieces.length; i += 2) {
    const title = /title:\s*"(.*)"/.exec(pieces[i] ?? '')?.[1] ?? '';
    charts.push(chartOf(title, (pieces[i + 1] ?? '').split('\n')));
  }
  return charts;
}

export function labelOf(states: ChartState[], id: string): string | undefined {
  for (const state of states) {
    const found = state.id === id ? state.label : labelOf(state.inner, id);
    if (found !== undefined) return found;
  }
  return undefined;
}
