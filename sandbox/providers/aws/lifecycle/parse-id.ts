/** The named groups of an id, by an expression that says its form. */
export function parseId<Part extends string>(
  id: string,
  what: string,
  form: string,
  expression: RegExp,
): Record<Part, string> {
  const parts = expression.exec(id)?.groups;
  if (!parts) throw new Error(`${what} must be of the form ${form}, got ${id}`);
  return { ...parts } as Record<Part, string>;
}
