// Signing: what it means, and that what is signed is what was read. The text stands open, since whoever comes here comes to
// sign it; it is never signed when it has become another since.

import '../style/agreement.css';
import { html, nothing, type TemplateResult } from 'lit-html';
import { getAgreement, listAgreements } from '../api/api';
import type { Problem } from '../api/http';
import type { Agreement } from '../api/types';
import { text } from '../texts/texts';
import { differenceList } from './agreement_differences';
import { differences, isSameText, isToSign, partsOf } from './agreement_document';
import { agreementTitle } from './agreement_words';
import { newestOf } from './task_papers';
import type { TaskView } from './task_view';

async function newest(view: TaskView): Promise<Agreement | Problem | undefined> {
  const listed = await listAgreements(view.place.municipality.name, view.task.cycle);
  return listed.ok ? newestOf(listed.value, view.task.subject) : listed.problem;
}

// Looks whether there is a text to sign and fetches it, before anything is asked for: nothing can be pressed meanwhile. Returns
// why that could not be known.
export async function offerSigning(view: TaskView): Promise<Problem | undefined> {
  view.signs = 'asking';
  const problem = await look(view);
  if (problem !== undefined && view.signs === 'asking') view.signs = 'unknown';
  if (view.life.alive) view.redraw();
  return problem;
}

async function look(view: TaskView): Promise<Problem | undefined> {
  const found = await newest(view);
  if (found !== undefined && 'reason' in found) return found;
  if (found === undefined || !isToSign(found, view.place.session.person?.id)) {
    view.signs = 'no';
    return undefined;
  }
  const read = await getAgreement(found.name);
  view.signs = 'yes';
  view.papers.agreementOpen = true;
  delete view.papers.agreementProblem;
  view.papers.agreement = read.ok ? read.value.text : '';
  if (read.ok) view.signing = { agreement: read.value, isOtherwiseChanged: false };
  else view.papers.agreementProblem = read.problem;
  return read.ok ? undefined : read.problem;
}

// Whether the agreement is still the one that was read; when it is not, the new text and what is new in it are shown.
export async function isAsRead(view: TaskView): Promise<boolean | Problem> {
  if (view.signing === undefined) return true;
  const { agreement } = view.signing;
  const now = await newest(view);
  if (now !== undefined && 'reason' in now) return now;
  if (now?.name === agreement.name && now.version === agreement.version && now.updateTime === agreement.updateTime) return true;
  const fresh = now === undefined ? undefined : await getAgreement(now.name);
  if (fresh === undefined) {
    view.signing = { agreement, isOtherwiseChanged: true };
    return false;
  }
  if (!fresh.ok) return fresh.problem;
  const same = isSameText(agreement, fresh.value);
  view.signing = { agreement: fresh.value, isOtherwiseChanged: false, ...(same ? {} : { before: agreement }) };
  view.papers.agreement = fresh.value.text;
  return same;
}

function whatChanged(view: TaskView): TemplateResult | typeof nothing {
  const { signing } = view;
  if (signing === undefined || (signing.before === undefined && !signing.isOtherwiseChanged)) return nothing;
  const found = signing.before === undefined ? []
    : differences(partsOf(signing.before.document ?? {}), partsOf(signing.agreement.document ?? {}));
  return html`<div class="ds-alert" data-color="warning" id="changed" tabindex="-1">
    <h2>${text('signing.changed')}</h2>
    <p>${text(signing.before === undefined ? 'signing.changed_otherwise' : 'signing.read_again')}</p>
    ${found.length === 0 ? nothing : differenceList(found, view.place.today)}
  </div>`;
}

// Stands by the buttons.
export function signingPart(view: TaskView): TemplateResult | typeof nothing {
  if (view.signing === undefined) return nothing;
  const { agreement } = view.signing;
  return html`${whatChanged(view)}
    <section class="meaning"><h2 class="ds-heading" data-size="xs">${text('agreement.meaning_heading')}</h2>
      <p>${text('signing.this', { agreement: text('agreement.version_of', { title: agreementTitle(agreement), version: agreement.version }) })} ${text('agreement.meaning')}</p></section>`;
}
