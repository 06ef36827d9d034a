const FORMULA_QUOTE = /^'(?=[=+\-@\t\r])/;
const FORMULA_START = /^[\s=+\-@\t\r\n]+/;

/** A cell without the apostrophe by which exports keep a spreadsheet from running it. */
export function unquoteFormula(cell: string): string {
  return cell.replace(FORMULA_QUOTE, '');
}

/**
 * A text cell without what would make a spreadsheet run it: leading = + - @ TAB CR LF (and blanks between) are taken
 * off, and blanks at the end. Source: OWASP, CSV Injection. Not for phone numbers.
 */
export function stripFormula(cell: string): string {
  return unquoteFormula(cell).replace(FORMULA_START, '').trimEnd();
}
