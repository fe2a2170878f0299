import type { RoleDocuments } from "../../domain/documents";
import { and, type Formula, implies, not, or } from "../solver/formula";
import type { SymbolicContext } from "../symbols/symbolic-context";
import { equality } from "../texts/template";
import { anySteps, stepsPattern, textSteps } from "../texts/text-pattern";
import { equalsText } from "../texts/text-value";
import { isRole, type QuestionSetup, type SymbolicCaller } from "./caller";
import { SESSION_KEYS, sessionKey } from "./real-keys";

/** Services that give credentials to what has the key, and to nobody else. */
const SERVICES: [prefix: string, services: string[]][] = [
  // Of instances, those of Systems Manager's default host management too.
  ["ec2:", ["ec2", "ssm"]],
  ["aws:ec2", ["ec2", "ssm"]],
  ["lambda:", ["lambda", "edgelambda"]],
];

/**
 * Whence a session of the role has the keys of its credentials: from who made it, or from that one's own session. AWS does not say
 * which of them a session hands on to the next, but for the source identity, which it does.
 */
export function sessionKeyFacts(
  setup: QuestionSetup,
  caller: SymbolicCaller,
  assumer: SymbolicCaller,
  role: RoleDocuments,
  creation: SymbolicContext,
  maySetIdentity: () => Formula,
): Formula[] {
  const { multiplicity, problem } = setup;
  const isSession = isRole(caller.principal, role.arn);
  return SESSION_KEYS.filter((key) => multiplicity(key) > 1).map((key) => {
    const own = sessionKey(problem, caller.principal, key);
    const before = sessionKey(problem, assumer.principal, key);
    const isSame = (what: string, other: typeof own) =>
      and(
        other.present,
        problem.template(
          equality(`${caller.principal.name} has ${key} of ${what}`, own.text, other.text),
        ),
      );
    const handedOn = isSame("its maker", before);
    const given = () => {
      if (key === "aws:federatedprovider") return isOfProvider(setup, own.text, role, assumer);
      const [, services = []] = SERVICES.find(([prefix]) => key.startsWith(prefix)) ?? [];
      const { kinds, service } = assumer.principal;
      const names = services.flatMap((one) => [`${one}.amazonaws.com`, `${one}.amazonaws.com.cn`]);
      return and(kinds.service, equalsText(service, ...names));
    };
    const [asked] = key === "aws:sourceidentity" ? creation.keyOf("sts:sourceidentity") : [];
    // IAM, "Monitor and control actions taken with assumed roles": it cannot be changed, and must be let on by the next role as well.
    const isFrom = asked
      ? and(or(isSame("its making", asked), and(handedOn, not(asked.present))), maySetIdentity())
      : or(given(), handedOn);
    return implies(and(isSession, own.present), isFrom);
  });
}

/** Says that a provider made the session, and that the text speaks of it: by its host, or an address or ARN with it. */
function isOfProvider(
  { policies }: QuestionSetup,
  text: ReturnType<typeof sessionKey>["text"],
  role: RoleDocuments,
  { principal: { kinds, provider } }: SymbolicCaller,
): Formula {
  const providers = policies
    .trustOf(role)
    .flatMap(({ statements }) =>
      statements.flatMap(({ principal }) =>
        (principal?.entries ?? []).flatMap((entry) =>
          entry.kind === "federated" ? [entry.provider] : [],
        ),
      ),
    );
  return and(
    kinds.federated,
    ...providers.map((one) => {
      const host = one.split("-provider/").at(-1) ?? one;
      const speaks = stepsPattern([...anySteps, ...textSteps(host, false), ...anySteps]);
      return or(not(equalsText(provider, one)), text.matches(speaks));
    }),
  );
}
