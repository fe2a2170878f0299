export const lossKinds = ["fails", "value", "access", "pods"] as const;

/** One thing that a change takes from somebody. */
export interface Loss {
  /** `fails` means that the deployment, or AWS, refuses the change. */
  kind: (typeof lossKinds)[number];
  /** A sentence without its full stop. */
  says: string;
  /** The name that confirms the loss. Absent if no confirmation is needed. */
  name?: string;
  /** How to write the inventory so that nothing is lost, and what is lost on confirmation. Each is the beginning of a line. */
  ways?: { keep: string; remove: string };
}

/** A loss with the ways to avoid it and `how` to confirm it, such as `add --yes-remove NAME`. */
export function lossText(
  { says, ways }: Pick<Loss, "says" | "ways">,
  how: string,
  newLine = "\n  ",
): string {
  return ways
    ? [says, ways.keep, `${ways.remove}: ${how}`].join(newLine)
    : `${says}; where that is meant, ${how}`;
}

/** Phrases for losses that inventories and component arguments have in common. Each follows a subject. */
export const lost = {
  replica: "is deleted; nothing reads it there",
  replicaForAWhile: "is deleted and made anew under another key; nothing reads it there meanwhile",
  secretMadeAnew:
    "a new secret without a value would take its place, and the old one would be deleted with its value",
  keyTaken: "AWS would leave the value under the old key",
  encryptedAnew: "another one, with which AWS encrypts it anew",
  credentialsForAWhile:
    "its association is deleted before another is made, and it has no credentials meanwhile",
  driverForAWhile: "the driver is removed, and pods mount no secrets until another is there",
} as const;

/**
 * Says that a role cannot replace another directly: the old one is deleted only after the new one exists. Each argument is a path
 * with a name.
 */
export function roleBeside(old: string, made: string | undefined): string {
  return `role ${made} cannot take the place of role ${old}: an account has each role name once, whatever the path`;
}

/** An access that a policy gives. */
interface PolicyAccess {
  /** ARN of the role or secret whose policy it is. */
  policyOf: string;
  /** What a role reads, or nothing if it only assumes another role. For a secret, who reads it. */
  loses: readonly string[];
}

/** `ROLE reads SECRET`, or `SECRET is read by READER`, with "still" or "no longer". */
export function accessText(
  { loses, policyOf }: PolicyAccess,
  when?: "no longer" | "still",
): string {
  const names = loses.join(", ");
  const words = policyOf.includes(":secretsmanager:")
    ? [policyOf, "is", when, "read by", names]
    : [policyOf, when, "reads", names || "as another role"];
  return words.filter(Boolean).join(" ");
}
