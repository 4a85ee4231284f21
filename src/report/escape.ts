/** All escaping of what is written for people: web pages, data inside pages, cells of a spreadsheet. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text -> HTML that shows it, in content and in quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/gu, (c) => ENTITIES[c]!);

/** A value as JSON that may stand in a <script> element: nothing in it can end the element or open a comment. */
export const jsonForScript = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<\u2028\u2029]/gu,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * With what Excel, LibreOffice and Google Sheets take a cell for a formula, full-width forms among them; for the class
 * of a regular expression, here and in the database.
 */
export const FORMULA_SIGNS = '=+\\-@\\t\\r\uff1d\uff0b\uff0d\uff20';
const FORMULA = new RegExp(`^[${FORMULA_SIGNS}]`, 'u');

/** A text cell that no spreadsheet runs: an apostrophe before what it would take for a formula. */
export const defuseFormula = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell);
