import { carriedKeys } from "../access/prover/deployments/carried-keys";
import { conditions } from "../access/prover/deployments/conditions";
import type { KnownDeployment } from "../access/prover/deployments/deployment";
import { excepted } from "../access/prover/deployments/excepted";
import { existingPrincipals } from "../access/prover/deployments/existing-principals";
import { networks } from "../access/prover/deployments/networks";
import { openAndShut } from "../access/prover/deployments/open-and-shut";
import { organizations } from "../access/prover/deployments/organizations";
import { otherForms } from "../access/prover/deployments/other-forms";
import { otherHands } from "../access/prover/deployments/other-hands";
import { ownerAccount } from "../access/prover/deployments/owner-account";
import { rolePrincipals } from "../access/prover/deployments/role-principals";
import { sessions } from "../access/prover/deployments/sessions";
import { settledKeys } from "../access/prover/deployments/settled-keys";

/** Deployments of which the prover is tested, without those of whole accounts. */
export const knownDeployments: KnownDeployment[] = [
  ...[rolePrincipals, conditions, carriedKeys, organizations, sessions, settledKeys, ownerAccount],
  ...[excepted, existingPrincipals, networks, otherHands, otherForms, openAndShut],
].flat();
