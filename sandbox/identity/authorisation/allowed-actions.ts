import type { Caller } from "../../wire/messages";
import type { AccessCheck } from "./access-check";

export interface AllowedAction {
  /** ARN of the role, of whichever of its sessions, or of the user. */
  caller: string;
  action: string;
  resource: string;
  /** Without a policy of its own that allows it, it would have been refused. */
  needsIdentityPolicy: boolean;
}

export interface AllowedActions {
  note(caller: Caller, check: AccessCheck, needsIdentityPolicy: () => boolean): void;
  /** What was noted since the last time. */
  take(): AllowedAction[];
}

export function createAllowedActions(): AllowedActions {
  let noted: Map<string, AllowedAction> | undefined;
  return {
    note({ arn, principal }, { action, resource }, needsIdentityPolicy) {
      if (!noted) return;
      const caller = principal.kind === "session" ? principal.roleArn : arn;
      const key = [caller, action, resource].join(" ");
      const isNeeded = noted.get(key)?.needsIdentityPolicy || needsIdentityPolicy();
      noted.set(key, { caller, action, resource, needsIdentityPolicy: isNeeded });
    },
    take() {
      const taken = [...(noted?.values() ?? [])];
      noted = new Map();
      return taken;
    },
  };
}
