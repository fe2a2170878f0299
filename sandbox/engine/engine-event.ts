/** One line of `pulumi … --json`: the parts that the sandbox reads. */
export interface EngineEvent {
  resourcePreEvent?: { metadata: StepMetadata };
  resOutputsEvent?: { metadata: StepMetadata };
  resOpFailedEvent?: { metadata: StepMetadata };
  diagnosticEvent?: { message: string; severity: string; urn?: string; ephemeral?: boolean };
  summaryEvent?: { resourceChanges: Record<string, number>; result: string };
}

/** What the engine does to one resource. */
export interface StepMetadata {
  /** `same`, `create`, `update`, `delete`, `replace`, `create-replacement`, `delete-replaced`, `refresh`, `read`, … */
  op: string;
  urn: string;
  type: string;
  new?: { outputs?: Record<string, unknown> } | null;
}

/** The event of one line, or undefined for a line that the CLI prints beside its events. */
export function parseEngineEvent(line: string): EngineEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as EngineEvent;
  } catch {
    return undefined;
  }
}

/** The name at the end of a URN. */
export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
