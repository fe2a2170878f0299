import type { RoleMaker } from "../../domain/administrator";
import type { RequestPrincipal } from "../../domain/request";
import { demandedOfTokens, subjectKeyOf } from "../../domain/web-identity";
import { evaluate } from "../../evaluator/evaluate";
import type { ParsedStatement, PrincipalEntry } from "../../grammar/syntax";
import { sayPrincipal } from "../counterexample/concrete-request";
import { accountOf, type Surroundings } from "../documents/deployment";
import type { Administration } from "../documents/role-makers";
import { isRole, isUser, type QuestionSetup, type SymbolicCaller } from "../request/caller";
import { type Formula, not, or } from "../solver/formula";
import { type Explained, nameDeciding, type Witness } from "./claim";

/** Prefers counterexamples in which an administrator's session was created directly, by a user or role in the documents. */
export function preferShortWay(
  { roles, users }: QuestionSetup,
  { assumer, creation }: SymbolicCaller,
): Formula[] {
  if (!assumer) return [];
  const { kinds } = assumer.principal;
  const creations = roles.flatMap(({ arn }) => creation?.(arn) ?? []);
  const keys = creations.flatMap(({ asked }) => [...asked.values()].flat());
  return [
    not(or(...roles.map(({ arn }) => isRole(assumer.principal, arn)))),
    or(...users.map(({ arn }) => isUser(assumer.principal, arn))),
    not(or(kinds.root, kinds.anonymous)),
    ...keys.map(({ present }) => not(present)),
  ];
}

/** How somebody undeclared gets an administrator's session: the request with which they enter the first role. */
export function explainEntry(
  administration: Administration,
  { documents, policies, roles }: Surroundings,
  arn: string,
  { endsIn, makings = [] }: Witness,
): Explained {
  if (endsIn !== undefined) return { disagreement: `it is not known who may become ${endsIn}` };
  const through = makings.map(({ resource }) => resource).reverse();
  const administrator = through.at(-1);
  const request = makings.at(-1);
  const first = roles.find((role) => role.arn === request?.resource);
  if (!request || !first) {
    return { disagreement: "who may become the administrator's role is not known" };
  }
  const decision = evaluate(documents, request, { ownerPrincipalsClosed: false });
  if (decision.decision === "denied") return { disagreement: decision.reason };
  const document = `trust policy of ${first.arn}`;
  // The trust policy also lets in those who may assume the role by their own rights.
  const letsIn = decision.statements.find(
    (one) => one.document === document && one.matched && one.effect === "Allow",
  );
  const statement = policies
    .trustOf(first)
    .flatMap(({ statements }) => statements)
    .find(({ index }) => index === letsIn?.index);
  const makers = statement ? makersIn(statement, request.principal) : [];
  return {
    summary: `${sayPrincipal(request.principal)} can become ${through.join(", then ")}, an administrator of account ${accountOf(arn)}, and so read ${arn}; nobody declared that it may`,
    request,
    ...nameDeciding({ decidedBy: letsIn ?? null, turnsOn: decision.turnsOn }, document),
    fix: `let the trust policy of ${first.arn} name nobody but administrators; or, if it is meant to, write among the administrators, in place of ${administrator}: ${JSON.stringify(lineOf(administration, through, makers))}`,
  };
}

/** The declaration of the last role, with these makers for the first one. */
function lineOf(administration: Administration, through: string[], makers: RoleMaker[]): RoleMaker {
  const [role = "", ...others] = through;
  const isAdded = (maker: RoleMaker) => makers.some((one) => nameOf(one) === nameOf(maker));
  const before = administration.declared(role).filter((one) => !isAdded(one));
  const own = { role, from: [...before, ...makers] };
  if (others.length === 0) return own;
  return lineOf(administration, others, [own]);
}

function nameOf(maker: RoleMaker): string {
  if (typeof maker === "string") return maker;
  return "role" in maker ? maker.role : JSON.stringify([maker.provider, maker.subject]);
}

/** Those whom the statement lets in together with the principal, as a declaration would name them. */
function makersIn({ conditions, principal }: ParsedStatement, who: RequestPrincipal): RoleMaker[] {
  const entries = principal?.negated === false ? principal.entries : [];
  const provider = who.kind === "federated" ? who.provider : undefined;
  if (provider !== undefined) {
    const subjects = demandedOfTokens(conditions, subjectKeyOf({ provider }));
    return subjects.map((subject) => ({ provider, subject }));
  }
  if (who.kind === "service") return [who.service];
  const arn = who.kind === "session" ? who.roleArn : "arn" in who ? who.arn : "";
  const account = who.kind === "root" ? who.account : accountOf(arn);
  const isNamed = (entry: PrincipalEntry) => "arn" in entry && entry.arn === arn;
  return [entries.some(isNamed) ? arn : account];
}
