import type { AccessDocuments } from "../domain/documents";
import { findByArn } from "../domain/documents-index";
import { oidcProvider } from "../domain/oidc-providers";
import { describeReader } from "../domain/principal-kind";
import { audienceKeyOf, demandedOfTokens, issuerOf, subjectKeyOf } from "../domain/web-identity";
import { parsePolicy } from "../grammar/parse-policy";
import { entryName } from "../grammar/principal";
import type { ParsedStatement } from "../grammar/syntax";

/** Whom one statement of a role's trust policy lets in. */
export interface MayBecome {
  /** Principals as the policy names them; `*` is everyone. With `except`, everyone but these. */
  who: string[];
  except?: true;
  /** The conditions, all of which must hold, each as `KEY OPERATOR VALUES`. */
  where: string[];
  /** The tokens that let somebody in: one entry for each OIDC provider among the principals. Absent if there are none. */
  tokens?: TokensThatLetIn[];
  /** Sid of the statement, or its position from 0. */
  statement: string | number;
}

/** Tokens with which somebody may assume a role. */
export interface TokensThatLetIn {
  /** ARN of the OIDC provider. */
  provider: string;
  /** Host and path of the issuer. */
  issuer: string;
  /** The subjects that a condition demands, with wildcards; `*` if none does. */
  subjects: string[];
  /** The audiences that a condition demands, likewise. */
  audiences: string[];
  /** Whether the account has the provider; without it, nobody gets in. Absent if nobody looked. */
  exists?: boolean;
  /** ARN of the cluster that issues them, if known. */
  clusterArn?: string;
}

/**
 * Whom the trust policy of a role lets in. Undefined if the documents lack the role or the policy. Ignores denials, which may
 * keep some of these out.
 */
export function whoMayBecome(documents: AccessDocuments, roleArn: string): MayBecome[] | undefined {
  const role = findByArn(documents.roles, roleArn);
  if (!role?.trust) return undefined;
  const { statements } = parsePolicy(
    { name: `trust policy of ${roleArn}`, document: role.trust },
    "trust",
  );
  return statements
    .filter(({ effect }) => effect === "Allow")
    .map((statement) => inWords(documents, statement));
}

function inWords(documents: AccessDocuments, statement: ParsedStatement): MayBecome {
  const { conditions, index, principal, sid } = statement;
  const tokens = tokensIn(documents, statement);
  return {
    who: principal ? principal.entries.map(entryName) : ["*"],
    ...(principal?.negated && { except: true }),
    where: conditions.map(
      ({ key, operator, texts }) => `${key.text} ${operator} ${texts.join(", ")}`,
    ),
    ...(tokens.length > 0 && { tokens }),
    statement: sid ?? index,
  };
}

function tokensIn(
  documents: AccessDocuments,
  { conditions, principal }: ParsedStatement,
): TokensThatLetIn[] {
  return (principal?.negated ? [] : (principal?.entries ?? [])).flatMap((entry) => {
    if (entry.kind !== "federated" || !entry.provider.includes(":oidc-provider/")) return [];
    const { provider } = entry;
    const known = oidcProvider(documents, provider);
    const clusterArn = known?.clusterArn ?? sourceOfTokens(documents, provider);
    return {
      provider,
      issuer: issuerOf(provider),
      subjects: demandedOfTokens(conditions, subjectKeyOf({ provider })),
      audiences: demandedOfTokens(conditions, audienceKeyOf({ provider })),
      ...(known !== undefined && { exists: known !== null }),
      ...(clusterArn && { clusterArn }),
    };
  });
}

/** The source of the declared readers with tokens of the provider. */
function sourceOfTokens(
  { associations, principalKind }: AccessDocuments,
  provider: string,
): string | undefined {
  const reader = associations?.find(({ webIdentity }) => webIdentity?.provider === provider);
  return reader && describeReader(principalKind, reader).source;
}
