/** How many resources of each operation two runs of a stack have changed, one after the other. */
export function bothChanges(
  first: Record<string, number> | undefined,
  second: Record<string, number> = {},
): Record<string, number> {
  if (first === undefined) return second;
  const all = new Set([...Object.keys(first), ...Object.keys(second)]);
  return Object.fromEntries(
    [...all].map((op) => {
      const [one = 0, other = 0] = [first[op], second[op]];
      // What the first has changed, the second finds the same.
      return [op, op === "same" ? Math.min(one, other) : one + other];
    }),
  );
}
