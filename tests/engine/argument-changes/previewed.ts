import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";

/** What a preview does to each resource that it changes, and what it says. */
export interface Previewed {
  done: string[];
  said: string[];
}

/** What a preview does to each component, and says about it, by its name. There `NAME` is the name, `ARN` any ARN, and `HASH` their hash. */
export async function previewed(
  stack: Stack,
  program: () => Promise<object>,
  names: readonly string[],
): Promise<Map<string, Previewed>> {
  const events: EngineEvent[] = [];
  // If the preview is refused, its events say why.
  await stack
    .preview({ program, onEvent: (event) => void events.push(event) })
    .catch(() => undefined);
  return new Map(
    names.map((name) => [name, { done: doneTo(name, events), said: saidOf(name, events) }]),
  );
}

const ENDINGS: Record<string, string> = { create: "created", delete: "deleted", update: "updated" };

/** These are replaced together with their role, and only then. */
const WITH_ROLE = ["RolePolicy", "RolePoliciesExclusive", "RolePolicyAttachmentsExclusive"];

function doneTo(name: string, events: readonly EngineEvent[]): string[] {
  const ofIt = new RegExp(`::${name}(-[a-z-]+)?$`);
  const steps = events.flatMap(({ resourcePreEvent: step }) =>
    step && ofIt.test(step.metadata.urn) ? step.metadata : [],
  );
  const done = steps.flatMap(({ op, type, urn }, index) => {
    if (type.startsWith("eks-pod-secrets:")) return [];
    const kind = type.slice(type.lastIndexOf(":") + 1);
    if (op === "create-replacement" && WITH_ROLE.includes(kind)) return [];
    if (op !== "create-replacement") return ENDINGS[op] ? `${kind} ${ENDINGS[op]}` : [];
    const isDeletedFirst = steps
      .slice(0, index)
      .some((one) => one.urn === urn && one.op === "delete-replaced");
    return `${kind} replaced${isDeletedFirst ? " (deleted first)" : ""}`;
  });
  return [...new Set(done)].sort();
}

function saidOf(name: string, events: readonly EngineEvent[]): string[] {
  const said = events.flatMap(({ diagnosticEvent: one }) => {
    const text = one?.message.match(new RegExp(`\\w+ ${name}: .*`))?.[0];
    return text
      ? text
          .replaceAll(name, "NAME")
          .replace(/arn:[^\s",;]+/g, "ARN")
          .replace(/-[0-9a-f]{12}\b/g, "-HASH")
          .trim()
      : [];
  });
  return [...new Set(said)].sort();
}
