import { nameIn } from "eks-pod-secrets/change-losses";
import { type ClusterNetwork, NETWORK } from "../../../stacks/chosen-network";
import type { ExportedResource } from "../backend/exported-state";
import { isDeletedBefore } from "../backend/plain-reason";
import type { FailedCreation } from "../interrupted-run/unanswered-creations";
import type { EngineEvent, StepMetadata } from "./engine-events";
import type { ChosenNetwork, ResourceStep, StackPreview, StackRun } from "./stack-engine";

/** The longest error text: some providers repeat themselves at every attempt. */
const MOST_CHARACTERS = 1_000;

/** Operations that change no resource, or that are half of another one. */
const SILENT = ["same", "read", "refresh", "create-replacement", "delete-replaced"];

/** Operations that create a resource. */
const CREATIONS = ["create", "create-replacement"];

/** Suffix of a secret's resource within its component. */
const SECRET = /-secret$/;

/** The information from the events of a run. */
export interface EventRecord extends StackRun, StackPreview {
  networks: ChosenNetwork[];
  /** The engine's error messages. */
  errors: string[];
  /** URNs of what was not deleted because AWS has deleted it already. */
  deletedBefore(): string[];
  /** The creations that failed, for any reason. */
  failedCreations(): FailedCreation[];
  /** Forgets the failures, because the run starts again. */
  beginAgain(): void;
  onEvent(event: EngineEvent): void;
}

/** Collects what a run does. `onStep` is told the start of each step, such as `create orders-role`. */
export function eventRecord(onStep: (step: string) => void): EventRecord {
  const notCreated: ExportedResource[] = [];
  const said = new Map<string, string>();
  const began = new Map<string, Date>();
  let earlier: Record<string, number> = {};
  const record: EventRecord = {
    changes: {},
    createdSecrets: [],
    errors: [],
    deletedBefore: () => [...said].flatMap(([urn, words]) => (isDeletedBefore(words) ? urn : [])),
    failedCreations: () =>
      notCreated.map((resource) => ({
        resource,
        error: said.get(resource.urn) ?? "",
        began: began.get(resource.urn),
      })),
    beginAgain() {
      record.errors.length = 0;
      notCreated.length = 0;
      earlier = record.changes;
    },
    networks: [],
    steps: [],
    onEvent({
      diagnosticEvent,
      resOpFailedEvent,
      resOutputsEvent,
      resourcePreEvent,
      summaryEvent,
      timestamp,
    }) {
      const begun = resourcePreEvent?.metadata;
      if (begun && CREATIONS.includes(begun.op) && !began.has(begun.urn)) {
        began.set(begun.urn, new Date(timestamp * 1000));
      }
      if (begun && begun.op !== "same") onStep(`${begun.op} ${nameIn(begun.urn)}`);
      if (begun && !SILENT.includes(begun.op)) record.steps.push(stepOf(begun));
      const ended = resOutputsEvent?.metadata;
      if (ended?.op === "create" && ended.type === "aws:secretsmanager/secret:Secret") {
        record.createdSecrets.push(nameIn(ended.urn).replace(SECRET, ""));
      }
      const network = ended && chosenNetwork(ended);
      if (network) {
        record.networks.push(network);
        onStep(networkWords(network));
      }
      const outputs = ended?.type === "pulumi:pulumi:Stack" ? ended.new?.outputs : undefined;
      if (outputs?.formerWays) record.formerWays = outputs.formerWays as Record<string, string>;
      if (diagnosticEvent?.severity === "error") {
        const subject = diagnosticEvent.urn ? `${nameIn(diagnosticEvent.urn)}: ` : "";
        record.errors.push(`${subject}${shortened(diagnosticEvent.message.trim())}`);
        said.set(diagnosticEvent.urn ?? "", diagnosticEvent.message);
      }
      const failed = resOpFailedEvent?.metadata;
      if (failed?.new && CREATIONS.includes(failed.op)) {
        notCreated.push(failed.new as ExportedResource);
      }
      if (summaryEvent) {
        // Things that are only read, such as another stack's outputs, are not resources of this stack.
        const { discard: _, read: __, ...changes } = summaryEvent.resourceChanges;
        record.changes = bothChanges(earlier, changes);
      }
    },
  };
  return record;
}

function chosenNetwork({ new: resource, op, type, urn }: StepMetadata): ChosenNetwork | undefined {
  const name = nameIn(urn);
  if (op !== "create" || type !== "pulumi:index:Stash" || !name.endsWith(NETWORK)) return undefined;
  const network = resource?.outputs?.output as ClusterNetwork;
  return { cluster: name.slice(0, -NETWORK.length), ...network };
}

/** The zones and subnets in which a cluster is created, in words. */
export function networkWords({ cluster, subnetIds, vpcId, zones }: ChosenNetwork): string {
  return `cluster ${cluster} is in ${zones.join(", ")}, subnets ${subnetIds.join(", ")} of the default VPC ${vpcId}`;
}

function stepOf({ diffs, op, type, urn }: StepMetadata): ResourceStep {
  return { operation: op, type, name: nameIn(urn), properties: [...(diffs ?? [])].sort() };
}

function shortened(message: string): string {
  return message.length > MOST_CHARACTERS ? `${message.slice(0, MOST_CHARACTERS)}…` : message;
}

/** The number of resources by operation for two successive runs of a stack. */
export function bothChanges(
  first: Record<string, number> = {},
  second: Record<string, number> = {},
): Record<string, number> {
  // The first run may have ended before it told anything.
  if (Object.keys(first).length === 0) return second;
  const all = new Set([...Object.keys(first), ...Object.keys(second)]);
  return Object.fromEntries(
    [...all].map((op) => {
      const [one = 0, other = 0] = [first[op], second[op]];
      // Resources that the first run changed are unchanged in the second.
      return [op, op === "same" ? Math.min(one, other) : one + other];
    }),
  );
}
