import { policiesOf } from "../policy-documents";
import { rule } from "../rule";
import { allowing, DECRYPT_ACTION, nameOf, READS } from "../statements";

export const wildcardReads = rule(
  "wildcard-reads",
  "An identity policy that lets somebody read names each secret, parameter and key.",
  (resource) =>
    allowing(policiesOf(resource, "identity"), [...READS, DECRYPT_ACTION]).flatMap((statement) => {
      const { negated, patterns = [] } = statement.resource ?? { negated: true };
      const wide = patterns.filter(({ tokens }) => tokens.some(({ kind }) => kind === "any"));
      if (negated) return [`${nameOf(statement)} lets its principal read all but what it names`];
      return wide.map(
        ({ text }) => `${nameOf(statement)} lets its principal read "${text}"; name each ARN`,
      );
    }),
);
