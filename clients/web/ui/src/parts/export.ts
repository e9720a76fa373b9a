// A table that somebody sees, taken along as a file: as CSV or as a workbook. The gateway makes the file of what it is given here, and
// this gives it what the page shows.

import '../style/export.css';
import { html, type TemplateResult } from 'lit-html';
import { type ExportFormat, type ExportTable, exportTable } from '../api/export';
import { text } from '../texts/texts';
import { problemText } from './states';

// What the page has put beside the buttons is said there, so that no view needs to know of it.
async function take(event: Event, format: ExportFormat, table: () => ExportTable): Promise<void> {
  const button = event.currentTarget as HTMLButtonElement;
  const said = button.closest('.export')?.querySelector('.export-said');
  button.disabled = true;
  const answer = await exportTable(format, table());
  button.disabled = false;
  if (said !== null && said !== undefined) said.textContent = answer.ok ? '' : problemText(answer.problem);
  if (!answer.ok) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(answer.value.file);
  link.download = answer.value.name;
  link.click();
  URL.revokeObjectURL(link.href);
}

// `table` is asked for when it is wanted: what is shown then.
export function exportButtons(table: () => ExportTable): TemplateResult {
  const button = (format: ExportFormat, words: string): TemplateResult => html`<button class="ds-button" type="button" data-variant="tertiary" data-size="sm"
    @click=${(event: Event) => void take(event, format, table)}>${words}</button>`;
  return html`<div class="export">${button('CSV', text('export.csv'))} ${button('XLSX', text('export.xlsx'))}
    <span class="export-said" role="alert"></span></div>`;
}
