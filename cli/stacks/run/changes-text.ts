/** `2 create, 1 unchanged`, or `no change`. */
export function changesText(changes: Record<string, number>): string {
  const entries = Object.entries(changes).filter(([, number]) => number > 0);
  if (entries.every(([op]) => op === "same")) return "no change";
  return entries.map(([op, number]) => `${number} ${op === "same" ? "unchanged" : op}`).join(", ");
}
