import type fc from "fast-check";

import type { PolicyKind } from "../../proof";

type Statement = Record<string, unknown>;

/** Documents as AWS takes them: in resource control policies "Allow" is AWS's own. */
export function acceptedDocument(
  document: fc.Arbitrary<object>,
  kind: PolicyKind,
): fc.Arbitrary<object> {
  if (kind !== "rcp") return document;
  return document.map((one) => {
    const { Statement } = one as { Statement: Statement[] };
    return { ...one, Statement: Statement.map((each) => ({ ...each, Effect: "Deny" })) };
  });
}
