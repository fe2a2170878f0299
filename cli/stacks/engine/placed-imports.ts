import { nameIn } from "eks-pod-secrets/change-losses";
import { type Import, importKey } from "../../../stacks/import-file";
import { UserError } from "../../terminal/errors";
import type { EngineEvent, StepMetadata } from "./engine-events";
import type { OneRun, operate } from "./stack-run";

/** Where an object that is imported belongs, as the program says it. */
export interface PlacedImport extends Import {
  urn: string;
  /** URN of the component that it is a part of. */
  parent: string;
  /** URN of its provider. */
  provider: string;
}

/** What a stack imports, and the inputs of the providers that it does not hold yet, by their URNs. */
export interface PlacedImports {
  placed: PlacedImport[];
  providers: ReadonlyMap<string, object>;
}

/** Properties of which another value makes another resource, as the program asks for it. */
const REPLACING: Record<string, readonly string[]> = {
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": ["targetRoleArn"],
  "aws:kms/keyPolicy:KeyPolicy": ["keyId"],
};

/**
 * Asks the program of a stack where these objects belong; nothing is changed. One that does not exist, that the program does not
 * register, or that it would replace, is a `UserError`, with all the others.
 */
export async function placedImports(
  { access, place, stack }: OneRun,
  open: readonly Import[],
  operateWithProgram: typeof operate,
): Promise<PlacedImports> {
  const steps = new Map<string, StepMetadata>();
  const providers = new Map<string, object>();
  const errors: string[] = [];
  const absent = new Set<string>();
  const onEvent = ({ diagnosticEvent, resourcePreEvent, resOutputsEvent }: EngineEvent) => {
    const step = resOutputsEvent?.metadata ?? resourcePreEvent?.metadata;
    if (step?.op === "import") steps.set(keyOf(step.urn, step.type), step);
    if (step?.op === "create" && step.type.startsWith("pulumi:providers:")) {
      providers.set(step.urn, step.new?.inputs ?? {});
    }
    if (diagnosticEvent?.severity !== "error") return;
    const { message, urn = "" } = diagnosticEvent;
    if (/resource '.*' does not exist/s.test(message)) absent.add(urn);
    else errors.push(urn ? `${nameIn(urn)}: ${message.trim()}` : message.trim());
  };
  const command = ["preview", "--stack", stack.name];
  const asked = operateWithProgram(place, command, { errors, onEvent }, access.signal);
  const failure = await asked.then(
    () => undefined,
    (error: unknown) => error,
  );
  const found = open.map((one) => ({ ...one, step: steps.get(importKey(one)) }));
  const problems = found.flatMap(({ id, name, place, step, type }) => {
    if (step && absent.has(step.urn)) return [`${place}: there is no ${type} with the id ${id}`];
    const replaced = step ? replacedProperties(step) : [];
    if (replaced.length > 0) {
      const says = `${name} (${id}) cannot be taken over as the inventory declares it`;
      return [
        `${place}: ${says}, because up would replace it: ${replaced.join(", ")} differ; write into the inventory what it has, or take the entry out`,
      ];
    }
    // A program that failed may not have come to it.
    return step || failure
      ? []
      : [
          `${place}: stack ${stack.name} has no ${type} of the name ${name}; take the entry out, or correct it`,
        ];
  });
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  if (failure) throw failure;
  const placed = found.flatMap(({ step, ...one }) => {
    const { parent = "", provider = "" } = step?.new ?? {};
    return step
      ? [{ ...one, urn: step.urn, parent, provider: provider.slice(0, provider.lastIndexOf("::")) }]
      : [];
  });
  return { placed, providers };
}

function keyOf(urn: string, type: string): string {
  return importKey({ type, name: nameIn(urn) });
}

/** What of an object differs that cannot be changed in it. */
function replacedProperties({ detailedDiff, type }: StepMetadata): string[] {
  const always = REPLACING[type] ?? [];
  return Object.entries(detailedDiff ?? {}).flatMap(([path, { diffKind }]) =>
    diffKind.endsWith("-replace") || always.includes(path) ? [path] : [],
  );
}
