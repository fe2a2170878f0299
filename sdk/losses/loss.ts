export const lossKinds = ["fails", "value", "access", "pods"] as const;

/** One thing that a change takes from somebody. */
export interface Loss {
  /** `fails`: a deployment or AWS refuses the change. */
  kind: (typeof lossKinds)[number];
  /** A sentence without its full stop. */
  says: string;
  /** What somebody must name so that it is done; none where nobody is asked. */
  name?: string;
  /** How the inventory keeps what would be lost, and what confirming loses: each the beginning of a line. */
  ways?: { keep: string; remove: string };
}

/** A loss with what keeps it, and `how` to confirm it, as `add --yes-remove NAME`. */
export function lossText(
  { says, ways }: Pick<Loss, "says" | "ways">,
  how: string,
  newLine = "\n  ",
): string {
  return ways
    ? [says, ways.keep, `${ways.remove}: ${how}`].join(newLine)
    : `${says}; where that is meant, ${how}`;
}
