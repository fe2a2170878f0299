import type { LandingZone, ResolvedAccount } from "../../../sdk/grant";
import type { AccountAccess } from "../../aws/account-access";
import type { TrialNames } from "./names";

/** Something of a trial that is there, and how it is removed; or that may be there, and why nobody could look. */
export interface LeftOver {
  account: string;
  kind: string;
  name: string;
  /** An attempt has made it, and no stack knows of it. */
  isOfAttempts: boolean;
  /** Why nobody could look whether it is there. */
  unseen?: string;
  remove(): Promise<unknown>;
}

/** Where a trial's things are looked for. */
export interface Place {
  account: ResolvedAccount;
  access: AccountAccess;
  zone: LandingZone;
  names: Pick<TrialNames, "id" | "name" | "otherNamespace">;
  /** ARNs of the clusters in which something of the trial was found, which is kept from one look to the next. */
  used: Set<string>;
}
