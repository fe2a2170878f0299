import {
  type AccessDocuments,
  ASSUMPTIONS,
  type AssumptionName,
  whoMayBecome,
} from "eks-pod-secrets/access";
import { administratorArn, clusterName } from "eks-pod-secrets/grant";
import { assumedOfValues, haveTokens, type RequestPrincipal } from "iam-proof";
import * as z from "zod";
import { flag, list, mark, objects, text, texts } from "../terminal/answer-shapes";

const mayBecomeShape = z.object({
  who: texts("Principals as the trust policy names them. * is everyone."),
  except: mark("Everyone but these."),
  where: texts("Conditions. All must hold."),
  tokens: objects("Whose tokens let somebody in. Absent if no OIDC provider is among who.", {
    provider: text("ARN of the OIDC provider."),
    issuer: text("Host and path of who issues the tokens."),
    subjects: texts("Subjects as the condition demands them; * is any."),
    audiences: texts("Audiences, likewise."),
    exists: flag("Whether the account has the provider. Without it nobody gets in.").optional(),
    clusterArn: text("The cluster that is the issuer, if known.").optional(),
  }).optional(),
  statement: z
    .union([z.string(), z.number()])
    .describe("Sid of the statement, or its position from 0. Without it, they may not."),
});

type MayBecome = z.infer<typeof mayBecomeShape>;

/** Who may become a role that an answer names. */
export const becomesShape = list(
  "If it is a role: whom its trust policy lets in, whatever its denials say. Absent if the documents lack that policy.",
  mayBecomeShape,
).optional();

/** What every answer to "who" depends on. */
export const assumedShape = {
  administrators: objects(
    "Administrators that the documents name. They may read what their account owns.",
    { arn: z.string(), becomes: becomesShape },
  ),
  assumptions: objects("What was assumed of all that the documents do not say.", {
    name: z.string(),
    says: z.string(),
  }),
};

/** The assumptions of a list of readers. */
const MADE: AssumptionName[] = [
  "reader-trust",
  "pod-identity-truth",
  "web-identity-truth",
  "owner-principals-closed",
  "administrator-trust",
  "service-linked-roles",
];

/** What an answer depends on. */
export interface Assumed {
  administrators: { arn: string; becomes?: MayBecome[] }[];
  assumptions: { name: string; says: string }[];
}

/** What an answer about these documents depends on. */
export function assumedIn(documents: AccessDocuments): Assumed {
  const arns = [...new Set((documents.administrators ?? []).map(administratorArn))];
  return {
    administrators: arns.map((arn) => ({ arn, ...becomesOf(documents, arn) })),
    assumptions: [
      ...MADE.filter((name) => name !== "web-identity-truth" || haveTokens(documents)),
      ...assumedOfValues(documents),
    ].map((name) => ({
      name,
      says: ASSUMPTIONS[name],
    })),
  };
}

/** Who may become the role that the principal is a session of. */
export function becomesOf(
  documents: AccessDocuments,
  of: RequestPrincipal | string,
): { becomes?: MayBecome[] } {
  const arn = typeof of === "string" ? of : of.kind === "session" ? of.roleArn : undefined;
  const becomes = arn === undefined ? undefined : whoMayBecome(documents, arn);
  return becomes ? { becomes } : {};
}

/** Lines that say who may become the role, and which statement to close. */
export function becomesLines(becomes: MayBecome[] | undefined): string[] {
  return (becomes ?? []).map(({ except, statement, tokens, where, who }) => {
    const named = who.map((one) => tokenWords(tokens, one) ?? inWords(where)(one));
    const whom = `${except ? "everyone but " : ""}${named.join(", ")}`;
    const under = where.length > 0 ? ` where ${where.join(" and ")}` : "";
    return `    ${whom} may become it${under}; to close this: statement ${JSON.stringify(statement)} of its trust policy`;
  });
}

/** Whose tokens of a provider let somebody in. Not for GitHub, whose subjects say more. */
function tokenWords(tokens: MayBecome["tokens"], name: string): string | undefined {
  const found = tokens?.find(({ provider }) => provider === name);
  if (!found || found.issuer.endsWith("token.actions.githubusercontent.com")) return undefined;
  const { audiences, clusterArn, exists, issuer, provider, subjects } = found;
  const all = (what: string, values: string[]) =>
    values.includes("*") ? `any ${what}` : `${what} ${values.join(" or ")}`;
  const other = exists === undefined ? issuer : `${issuer}, no cluster that is known,`;
  const whose = clusterArn ? `cluster ${clusterName(clusterArn)}` : other;
  const gone = exists === false ? ", which does not exist, so that nobody does yet" : "";
  return `tokens of ${whose} of ${all("subject", subjects)} and ${all("audience", audiences)} (${provider}${gone})`;
}

/** GitHub's tokens belong to a run of its Actions, which their subject describes. */
function inWords(where: string[]): (name: string) => string {
  const subjects = where.flatMap(
    (one) => /token\.actions\.githubusercontent\.com:sub \S+ (.*)$/.exec(one)?.[1] ?? [],
  );
  return (name) => {
    if (name === "*") return "everyone";
    if (/^\d{12}$/.test(name)) return `everyone of account ${name} whom their policies let`;
    if (!name.endsWith("token.actions.githubusercontent.com")) return name;
    return `GitHub Actions of ${subjects.length > 0 ? subjects.join(" and ") : "every repository"} (${name})`;
  };
}

/** What an answer depends on, in lines. */
export function assumedLines({ administrators, assumptions }: Assumed): string[] {
  return [
    ...(administrators.length > 0
      ? ["administrators, who may read what their account owns:"]
      : ["no administrators are named"]),
    ...administrators.flatMap(({ arn, becomes }) => [
      `  ${arn}`,
      ...(becomes || !arn.includes(":role/")
        ? becomesLines(becomes)
        : ["    who may become it is not in these documents"]),
    ]),
    `assumed: ${assumptions.map(({ name }) => name).join(", ")} (prove says what each means)`,
  ];
}
