// State diagrams read from the API's text: states within states, what leads where and when. Pure.

export interface ChartState {
  id: string;
  label: string;
  inner: ChartState[];
  // What is around it comes to its end here.
  last: boolean;
  // What it holds goes on side by side.
  parallel: boolean;
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
  // Where it begins, in each state that holds others too.
  starts: string[];
}

function mark(states: ChartState[], starts: string[], lasts: ReadonlySet<string>): void {
  for (const state of states) {
    state.last = lasts.has(state.id);
    // What goes on step by step begins somewhere.
    state.parallel = state.inner.length > 0 && !state.inner.some((inner) => starts.includes(inner.id));
    mark(state.inner, starts, lasts);
  }
}

function chartOf(title: string, lines: string[]): Chart {
  const top: ChartState[] = [];
  const around: ChartState[][] = [top];
  const ways: Way[] = [];
  const starts: string[] = [];
  const lasts = new Set<string>();
  for (const line of lines.map((one) => one.trim())) {
    const state = /^state "(.*)" as (\S+?)\s*(\{)?$/.exec(line);
    const way = /^(\S+) --> (\S+)(?: : (.*))?$/.exec(line);
    if (state !== null) {
      const one: ChartState = { id: state[2] ?? '', label: unescaped(state[1] ?? ''), inner: [], last: false, parallel: false };
      around.at(-1)?.push(one);
      if (state[3] !== undefined) around.push(one.inner);
    } else if (line === '}') {
      if (around.length > 1) around.pop();
    } else if (way !== null) {
      const [, from = '', to = '', when = ''] = way;
      if (from === '[*]') starts.push(to);
      else if (to === '[*]') lasts.add(from);
      else ways.push({ from, to, when: unescaped(when) });
    }
  }
  mark(top, starts, lasts);
  return { title, states: top, ways, starts };
}

// "#59;" stands for a semicolon.
function unescaped(text: string): string {
  return text.replace(/#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)));
}

export function chartsOf(mermaid: string): Chart[] {
  const pieces = mermaid.split(/^---\s*$/m);
  const charts: Chart[] = [];
  for (let i = 1; i + 1 < pieces.length; i += 2) {
    const title = unescaped(/title:\s*"(.*)"/.exec(pieces[i] ?? '')?.[1] ?? '');
    charts.push(chartOf(title, (pieces[i + 1] ?? '').split('\n')));
  }
  return charts;
}

export function everyState(states: ChartState[]): ChartState[] {
  return states.flatMap((state) => [state, ...everyState(state.inner)]);
}


// A state without a title is called by its id, which is for those who write workflows.
export function isTitled(state: ChartState): boolean {
  return !/^[a-z][a-z0-9_]*$/.test(state.label);
}

// The phases of the year, which come before the charts that they run.
export function isOfPhases(chart: Chart): boolean {
  return chart.states.some((state) => state.id === 'p1');
}
