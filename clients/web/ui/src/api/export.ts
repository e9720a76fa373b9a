// Tables that become files at the gateway.

import { type Result, download } from './http';
import type { JsonObject } from './types';

export type ExportFormat = 'CSV' | 'XLSX';

export interface ExportColumn {
  title: string;
  // Text when it is not said.
  kind?: 'TEXT' | 'NUMBER' | 'DATE';
}

export type ExportCell = string | number | null;

export interface ExportTable {
  title: string;
  columns: ExportColumn[];
  rows: ExportCell[][];
}

export interface ExportedFile {
  name: string;
  file: Blob;
}

const longestTitle = 150;

// A day that is not known is no day.
export const dayCell = (day: string | undefined): ExportCell => (day === undefined || day === '' ? null : day);

// The name as it stands in the header (RFC 8187).
export function nameIn(disposition: string | null): string {
  const found = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? '');
  try {
    return found === null ? '' : decodeURIComponent(found[1] ?? '');
  } catch {
    return '';
  }
}

export async function exportTable(format: ExportFormat, table: ExportTable): Promise<Result<ExportedFile>> {
  const body = { title: [...table.title].slice(0, longestTitle).join(''), format, columns: table.columns, rows: table.rows };
  const answer = await download('/export', body as unknown as JsonObject);
  if (!answer.ok) return answer;
  return { ok: true, value: { name: nameIn(answer.value.headers.get('Content-Disposition')), file: await answer.value.blob() } };
}
