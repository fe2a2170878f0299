import { nameIn } from "eks-pod-secrets/change-losses";
import { type Import, importKey } from "../../../stacks/import-file";
import { UserError } from "../../terminal/errors";
import { absentWords } from "../backend/import-files";
import type { EngineEvent } from "./engine-events";
import type { OneRun, operate } from "./stack-run";

/** The place of an imported object in the program. */
interface PlacedImport extends Import {
  urn: string;
  /** URN of the component that it belongs to. */
  parent: string;
  /** URN of its provider. */
  provider: string;
}

/** The imports of a stack, and the inputs of the providers that it does not hold yet, by their URNs. */
export interface PlacedImports {
  placed: PlacedImport[];
  providers: ReadonlyMap<string, object>;
}

/**
 * Asks a stack's program where these objects belong, without changing anything. Objects that do not exist, or that the program
 * does not register, are reported together in a `UserError`.
 */
export async function placedImports(
  { access, place, stack }: OneRun,
  open: readonly Import[],
  operateWithProgram: typeof operate,
): Promise<PlacedImports> {
  const found = new Map<string, Omit<PlacedImport, keyof Import>>();
  const providers = new Map<string, object>();
  const errors: string[] = [];
  const absent = new Set<string>();
  const onEvent = ({ diagnosticEvent, resourcePreEvent }: EngineEvent) => {
    const { new: made, op, type = "", urn = "" } = resourcePreEvent?.metadata ?? {};
    if (op === "import") {
      const { parent = "", provider = "" } = made ?? {};
      const own = { urn, parent, provider: provider.slice(0, provider.lastIndexOf("::")) };
      found.set(importKey({ type, name: nameIn(urn) }), own);
    }
    if (op === "create" && type.startsWith("pulumi:providers:")) {
      providers.set(urn, made?.inputs ?? {});
    }
    if (diagnosticEvent?.severity !== "error") return;
    const { message, urn: subject = "" } = diagnosticEvent;
    if (/resource '.*' does not exist/s.test(message)) absent.add(subject);
    else errors.push(subject ? `${nameIn(subject)}: ${message.trim()}` : message.trim());
  };
  const command = ["preview", "--stack", stack.name];
  const failure = await operateWithProgram(place, command, { errors, onEvent }, access.signal).then(
    () => undefined,
    (error: unknown) => error,
  );
  const problems = open.flatMap((one) => {
    const { name, place: at, type } = one;
    const placed = found.get(importKey(one));
    if (placed && absent.has(placed.urn)) return [absentWords(one)];
    const lacks = `stack ${stack.name} has no ${type} of the name ${name}`;
    // A failed program may not have reached it.
    return placed || failure ? [] : [`${at}: ${lacks}; take the entry out, or correct it`];
  });
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  if (failure) throw failure;
  const placed = open.flatMap((one) => {
    const own = found.get(importKey(one));
    return own ? [{ ...one, ...own }] : [];
  });
  return { placed, providers };
}
