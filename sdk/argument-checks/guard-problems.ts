import { isMapping } from "iam-proof/collections";
import { controlPolicyQuotas } from "iam-proof/quotas";
import * as rules from "../rules";
import { type Problem, problemIf, shown, suggestion, within } from "../rules/problem";
import { textProblems } from "../rules/rule";

/** The control policies for one account, organizational unit or root. */
interface Guard {
  target: string;
  policies: GuardPolicy[];
}

interface GuardPolicy {
  name: string;
  type: string;
  document: object;
}

interface Attachable {
  guards?: string;
  attachTo?: (string | undefined)[];
}

const KINDS = { SERVICE_CONTROL_POLICY: "service", RESOURCE_CONTROL_POLICY: "resource" } as const;

/** The guards in a file that has passed the checks. The one to try first comes first. */
export function guardsIn(text: string): Guard[] {
  return (JSON.parse(text) as { guards: Guard[] }).guards;
}

export function guardProblems({ attachTo = [], guards }: Attachable): Problem[] {
  if (guards === undefined) return [];
  const problems = within(["guards"], fileProblems(guards));
  return problems.length > 0 ? problems : targetProblems(attachTo, guardsIn(guards));
}

const notWritten = (got: string) =>
  `must be the text of guards.json, which eks-pod-secrets guard --write writes, got ${got}`;

function fileProblems(text: string): Problem[] {
  const file = parsed(text);
  const { guards, result } = isMapping(file) ? file : {};
  if (!Array.isArray(guards) || guards.length === 0) return problemIf([], notWritten(shown(text)));
  if (result !== "proved") {
    const says = `must be proved, got ${shown(result)}; look at what eks-pod-secrets guard answers`;
    return problemIf(["result"], says);
  }
  const targets = guards.map((one) => (isMapping(one) ? one.target : undefined));
  return [
    ...guards.flatMap((one, index) => within(["guards", index], ofGuard(one))),
    ...targets.flatMap((id, index) =>
      targets.indexOf(id) < index ? problemIf(["guards", index, "target"], again(id)) : [],
    ),
  ];
}

const again = (id: unknown) => `must be there once, got ${shown(id)} again`;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function ofGuard(guard: unknown): Problem[] {
  const { policies, target } = isMapping(guard) ? guard : {};
  if (!Array.isArray(policies)) return problemIf([], notWritten("no list of policies"));
  if (policies.length === 0) return problemIf(["policies"], notWritten(shown(policies)));
  if (typeof target !== "string") return problemIf(["target"], notWritten(shown(target)));
  return [
    ...textProblems(["target"], target, rules.controlPolicyTarget),
    ...policies.flatMap((one, index) => within(["policies", index], ofPolicy(one))),
    ...Object.entries(KINDS).flatMap(([type, kind]) => {
      const own = policies.filter((one) => isMapping(one) && one.type === type);
      // One place is taken by AWS's own policy, which allows everything.
      const most = controlPolicyQuotas[kind].attached.default - 1;
      if (own.length <= most) return [];
      const says = `must be at most ${most} ${kind} control policies, as many as AWS attaches beside its own, got ${own.length}`;
      return problemIf(["policies"], says);
    }),
  ];
}

function ofPolicy(policy: unknown): Problem[] {
  const { document, name, type } = isMapping(policy) ? policy : {};
  const kind = new Map<unknown, "service" | "resource">(Object.entries(KINDS)).get(type);
  if (typeof name !== "string" || kind === undefined || !isMapping(document)) {
    return problemIf([], notWritten("no policy of a name, type and document"));
  }
  const { size } = controlPolicyQuotas[kind];
  const { length } = JSON.stringify(document);
  if (length <= size.default) return [];
  const says = `must be of at most ${size.default} ${size.unit}, as AWS takes no longer ${size.title}, got ${length}`;
  return problemIf(["document"], says);
}

function targetProblems(attachTo: (string | undefined)[], guards: Guard[]): Problem[] {
  const known = guards.map(({ target }) => target);
  return attachTo.flatMap((id = "", index) => {
    if (attachTo.indexOf(id) < index) return problemIf(["attachTo", index], again(id));
    if (known.includes(id)) return [];
    const says = `must be a target of guards, got ${shown(id)}${suggestion(id, known)}`;
    return problemIf(["attachTo", index], says);
  });
}
