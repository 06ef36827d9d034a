const FORMULA_START = /^[\s=+\-@\t\r\n]+/;

/**
 * A text cell without what would make a spreadsheet run it: leading = + - @ TAB CR LF (and blanks between) are taken
 * off, and blanks at the end. Source: OWASP, CSV Injection. Not for phone numbers.
 */
export function stripFormula(cell: string): string {
  return cell.replace(FORMULA_START, '').trimEnd();
}
