import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Workflow } from '../src/api/office_types';
import { type Box, layoutOf, linesOf } from '../src/screens/chart_layout';
import { chartsOf, everyState, isOfPhases, isTitled } from '../src/screens/chart_text';
import { isRunBy, stateWords, whenWords } from '../src/screens/chart_words';
import { differencesOf, lineDifferences } from '../src/screens/workflow_difference';
import { speak } from '../src/texts/texts';

await speak('nb');

const mermaid = `---
title: "Et år"
---
stateDiagram-v2
  state "Ambisjon" as p1
  state "Vedtak" as p2
  state "Resultat" as p3
  state "Avtale" as p4
  [*] --> p1
  p2 --> p1 : overtakes
  [*] --> p2
  p1 --> p3
  p2 --> p3
  p1 --> p4
  p3 --> p4

---
title: "Ambisjon, Resultat"
---
stateDiagram-v2
  state "work" as s1 {
    state "side" as s2 {
      state "Medvirkning" as s3
      state "involved" as s4
      [*] --> s3
      s4 --> [*]
    }
    --
    state "own" as s5 {
      state "Venter" as s6
      state "Settes" as s7
      state "Hos leder#59; nær" as s8
      state "agreed" as s9
      [*] --> s6
      s9 --> [*]
    }
  }
  state "Signert" as s10
  [*] --> s1
  s10 --> [*]
  s1 --> s10 : done.state.work
  s3 --> s4 : Medvirkning: Registrer
  s6 --> s7 : [in involved]
  s6 --> s7 : at slice_start [(has_frame or not is_top)]
  s7 --> s8 : after 3 working days
  s8 --> s9 : Vurder: Godta
  s8 --> s7 : Vurder: Send tilbake
  s7 --> s10 : at Rammene er delt ut
`;
const [phases, chart] = chartsOf(mermaid) as [ReturnType<typeof chartsOf>[0], ReturnType<typeof chartsOf>[0]];

test('a diagram is states within states, where they begin and end, and what leads where', () => {
  assert.deepEqual(chartsOf(mermaid).map((one) => one.title), ['Et år', 'Ambisjon, Resultat']);
  assert.deepEqual(chart.states.map((one) => one.label), ['work', 'Signert']);
  assert.deepEqual(chart.states[0]?.inner.map((one) => one.label), ['side', 'own']);
  assert.deepEqual(chart.starts, ['s3', 's6', 's1']);
  assert.deepEqual(everyState(chart.states).filter((one) => one.last).map((one) => one.id), ['s4', 's9', 's10']);
  assert.deepEqual(chart.ways[0], { from: 's1', to: 's10', when: 'done.state.work' });
  assert.deepEqual(everyState(chart.states).filter((one) => one.parallel).map((one) => one.id), ['s1']);
  assert.equal(everyState(chart.states).find((one) => one.id === 's8')?.label, 'Hos leder; nær');
  assert.ok(isOfPhases(phases) && !isOfPhases(chart));
  assert.ok(isRunBy(chart, phases.states[0]!) && !isRunBy(chart, phases.states[1]!));
  assert.deepEqual(chartsOf(''), []);
});

const overlaps = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;

for (const direction of ['down', 'across'] as const) {
  test(`boxes stand apart and inside what holds them, and arrows lead ${direction}`, () => {
    for (const one of [phases, chart]) {
      const layout = layoutOf(one, direction);
      const boxes = new Map(layout.boxes.map((box) => [box.state.id, box]));
      assert.equal(boxes.size, everyState(one.states).length);
      for (const box of layout.boxes) {
        assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= layout.width && box.y + box.height <= layout.height, box.state.label);
        for (const inner of box.state.inner.map((state) => boxes.get(state.id)!)) {
          assert.ok(inner.x > box.x && inner.y > box.y && inner.x + inner.width < box.x + box.width && inner.y + inner.height < box.y + box.height, inner.state.label);
        }
      }
      const holders = [one.states, ...everyState(one.states).map((state) => state.inner)];
      for (const states of holders) {
        for (const [index, state] of states.entries()) {
          for (const other of states.slice(index + 1)) assert.ok(!overlaps(boxes.get(state.id)!, boxes.get(other.id)!), `${state.label}, ${other.label}`);
        }
      }
      for (const arrow of layout.arrows.filter((each) => !each.back)) {
        const along = arrow.points.map((point) => (direction === 'down' ? point.y : point.x));
        for (const [index, at] of along.entries()) if (index > 0) assert.ok(at > along[index - 1]!, String(arrow.numbers));
      }
    }
  });
}

test('ways between the same two are one arrow, and what leads back is known', () => {
  const { arrows } = layoutOf(chart, 'down');
  assert.deepEqual(arrows.map((arrow) => arrow.numbers), [[1], [2], [3, 4], [5], [6], [7], [8]]);
  assert.deepEqual(arrows.filter((arrow) => arrow.back).map((arrow) => arrow.numbers), [[7]]);
});

test('an arrow that passes a layer goes between its boxes', () => {
  const layout = layoutOf(phases, 'across');
  const direct = layout.arrows.find((arrow) => arrow.numbers.includes(4));
  assert.equal(direct?.points.length, 4);
  const [, into, out] = direct!.points;
  assert.ok(into!.y === out!.y && out!.x > into!.x);
  for (const box of layout.boxes) assert.ok(into!.y < box.y || into!.y > box.y + box.height || out!.x < box.x || into!.x > box.x + box.width, box.state.label);
});

test('an arrow that leads back over a layer comes through it backwards', () => {
  const [round] = chartsOf('---\ntitle: "x"\n---\n  state "a" as s1\n  state "b" as s2\n  state "c" as s3\n  s1 --> s2\n  s2 --> s3\n  s3 --> s1 : again\n');
  const arrow = layoutOf(round!, 'down').arrows.find((one) => one.back);
  const down = arrow!.points.map((point) => point.y);
  assert.deepEqual(down, [...down].sort((one, other) => other - one));
  assert.equal(down.length, 4);
});

test('long names are broken into lines', () => {
  assert.deepEqual(linesOf('Resultatdialog i budsjettarbeidet'), ['Resultatdialog i', 'budsjettarbeidet']);
  assert.equal(linesOf('a very long name of a step that would never do as a name at all').length, 4);
});

test('what leads onward is told in words', () => {
  assert.deepEqual(chart.ways.map((way) => whenWords(chart, way)), [
    'når alle deler er ferdige', 'ved «Medvirkning: Registrer»', 'hvis det som går ved siden av, er kommet langt nok',
    'når enhetens tid begynner, hvis enheten har fått rammen sin eller det ikke er slik at enheten er øverst', 'etter 3 arbeidsdager',
    'ved «Vurder: Godta»', 'ved «Vurder: Send tilbake»', 'når dagen er kommet: Rammene er delt ut',
  ]);
  assert.deepEqual(everyState(chart.states).map(stateWords), ['Samtidig', '', 'Medvirkning', 'Ferdig', '', 'Venter', 'Settes', 'Hos leder; nær', 'Ferdig', 'Signert']);
  assert.ok(!isTitled({ id: 's1', label: 'has_units_below', inner: [], last: false, parallel: false }));
});

const version = (changes: Partial<Workflow>): Workflow => ({
  name: '', workflowId: 'a', version: 1, title: '', description: '', publishedBy: '', mermaid, source: 'a\nb\nc', parameters: [
    { id: 'opens', title: 'Åpner', type: 'DATE', default: 'Y-1-08-15', options: [] }], ...changes });

test('what differs between two versions is told, and nothing else', () => {
  const before = version({});
  assert.deepEqual(differencesOf(before, version({})), []);
  const parameters = [{ ...before.parameters[0]!, default: 'Y-1-08-20' }];
  const now = version({ parameters, mermaid: mermaid.replace('"Settes"', '"Foreslås"').replace('  p1 --> p4\n', '') });
  assert.deepEqual(differencesOf(before, now).map((one) => [one.change, one.what, one.where, one.words]).filter((one) => one[1] !== 'way'), [
    ['removed', 'parameter', '', 'Åpner: Y-1-08-15'], ['removed', 'order', '', 'Ambisjon → Avtale'], ['removed', 'step', 'Ambisjon, Resultat', 'Settes'],
    ['added', 'parameter', '', 'Åpner: Y-1-08-20'], ['added', 'step', 'Ambisjon, Resultat', 'Foreslås'],
  ]);
});

test('lines of a source that were put in and taken out', () => {
  assert.deepEqual(lineDifferences('a\nb\nc', 'a\nb\nc'), []);
  assert.deepEqual(lineDifferences('a\nb\nc\nd', 'a\nx\nc\nd\ne'), [
    { change: 'removed', number: 2, text: 'b' }, { change: 'added', number: 2, text: 'x' }, { change: 'added', number: 5, text: 'e' }]);
});
