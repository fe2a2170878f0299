import type { Caller } from "../../wire/messages/operation";
import type { AccessCheck } from "./access-check";

/** What a role or user was allowed to do, on which resource. */
export interface AllowedAction {
  /** ARN of the role, of whichever of its sessions, or of the user. */
  caller: string;
  action: string;
  resource: string;
}

/** Notes what callers are allowed, from the first time that somebody asks for it. */
export interface AllowedActions {
  note(caller: Caller, check: AccessCheck): void;
  /** What was noted since the last time. */
  take(): AllowedAction[];
}

export function createAllowedActions(): AllowedActions {
  let noted: Map<string, AllowedAction> | undefined;
  return {
    note({ arn, principal }, { action, resource }) {
      const caller = principal.kind === "session" ? principal.roleArn : arn;
      noted?.set([caller, action, resource].join(" "), { caller, action, resource });
    },
    take() {
      const taken = [...(noted?.values() ?? [])];
      noted = new Map();
      return taken;
    },
  };
}
