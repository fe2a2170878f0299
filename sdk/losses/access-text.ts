/** An access that a policy gives. */
interface PolicyAccess {
  /** ARN of the role or secret whose policy it is. */
  policyOf: string;
  /** Of a role, what it reads; nothing where it only becomes another role. Of a secret, who reads it. */
  loses: readonly string[];
}

/** `ROLE reads SECRET`, or `SECRET is read by READER`; also that this is still so, or no longer. */
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
