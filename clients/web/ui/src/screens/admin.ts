import { html, render } from 'lit-html';
import type { Close, Place } from '../parts/screen';
import { text } from '../texts/texts';

export function open(place: Place): Close {
  render(
    html`<h1 class="ds-heading" data-size="md" tabindex="-1">${text('problem.not_found')}</h1>
      <p>${text('unknown.why')}</p>
      <p><a class="ds-link" href="/oppgaver">${text('to_tasks')}</a></p>`,
    place.host,
  );
  place.arrived(text('problem.not_found'));
  return () => undefined;
}
