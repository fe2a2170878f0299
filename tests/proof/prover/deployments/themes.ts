import { carriedKeys, networks } from "./carried-keys";
import { conditions } from "./conditions";
import type { KnownDeployment } from "./deployment";
import { existingPrincipals } from "./existing-principals";
import { exported } from "./exported";
import { excepted } from "./let-in";
import { openAndShut } from "./open-and-shut";
import { organizations } from "./organizations";
import { otherForms } from "./other-forms";
import { otherHands } from "./other-hands";
import { ownerAccount } from "./owner-account";
import { rolePrincipals } from "./role-principals";
import { sessions } from "./sessions";
import { settledKeys } from "./settled-keys";
import { webIdentities } from "./web-identities";

/** All deployments that test the prover, without those of whole accounts. */
export const themes = {
  "roles as principals": rolePrincipals,
  "accounts and conditions": conditions,
  "condition keys that requests carry": carriedKeys,
  "organizations and boundaries": organizations,
  "sessions and target roles": sessions,
  "condition keys that follow from others": settledKeys,
  "tokens of a cluster, and former roles": webIdentities,
  "the owner's own principals": ownerAccount,
  "principals that a Deny excepts": excepted,
  "principals that can exist": existingPrincipals,
  networks,
  "other people's hands": otherHands,
  "other people's forms": otherForms,
  "forms that look alike": openAndShut,
};

export const knownDeployments: KnownDeployment[] = Object.values(themes).flat();

export const wholeAccounts = { "exports of whole accounts": exported };
