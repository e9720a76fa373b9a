// Asks whoever is about to leave something that is not saved.

import { html, render } from 'lit-html';
import { text } from '../texts/texts';
import type { Unsaved } from './written';

export interface Asked {
  // True: goes all the same.
  answer: Promise<boolean>;
  // What is unsaved may be other than before; when nothing is, there is nothing to ask.
  look: () => void;
  // The question is no longer one; answered as "stays".
  withdraw: () => void;
}

export function askToLeave(unsaved: () => Unsaved[]): Asked {
  const dialog = document.createElement('dialog');
  dialog.className = 'leave';
  dialog.setAttribute('aria-labelledby', 'leave-heading');
  dialog.setAttribute('aria-describedby', 'leave-what');
  let goes = false;
  const answer = new Promise<boolean>((done) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      done(goes);
    });
  });
  // Closing gives the focus back to what had it.
  const end = (wanted: boolean): void => {
    goes = wanted;
    dialog.close();
  };
  const draw = (left: Unsaved[]): void => {
    render(html`<h2 class="ds-heading" data-size="xs" id="leave-heading">${text('leave.heading')}</h2>
      <ul class="ds-list" id="leave-what">${left.map((one) => html`<li><strong>${one.what}:</strong> ${one.why}</li>`)}</ul>
      <p class="buttons">
        <button class="ds-button" type="button" autofocus @click=${() => end(false)}>${text('leave.stay')}</button>
        <button class="ds-button" type="button" data-variant="secondary" data-color="danger" @click=${() => end(true)}>${text('leave.go')}</button>
      </p>`, dialog);
  };
  const look = (): void => {
    if (!dialog.open) return;
    const left = unsaved();
    if (left.length === 0) end(true);
    else draw(left);
  };
  draw(unsaved());
  document.body.append(dialog);
  dialog.showModal();
  const withdraw = (): void => {
    if (dialog.open) end(false);
  };
  return { answer, look, withdraw };
}
