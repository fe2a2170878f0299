import { carriedKeys } from "../proof/prover/deployments/carried-keys";
import { conditions } from "../proof/prover/deployments/conditions";
import { excepted } from "../proof/prover/deployments/excepted";
import { existingPrincipals } from "../proof/prover/deployments/existing-principals";
import type { KnownDeployment } from "../proof/prover/deployments/known";
import { networks } from "../proof/prover/deployments/networks";
import { openAndShut } from "../proof/prover/deployments/open-and-shut";
import { organizations } from "../proof/prover/deployments/organizations";
import { otherForms } from "../proof/prover/deployments/other-forms";
import { otherHands } from "../proof/prover/deployments/other-hands";
import { ownerAccount } from "../proof/prover/deployments/owner-account";
import { rolePrincipals } from "../proof/prover/deployments/role-principals";
import { sessions } from "../proof/prover/deployments/sessions";
import { settledKeys } from "../proof/prover/deployments/settled-keys";

/** Deployments of which the prover is tested, without those of whole accounts. */
export const knownDeployments: KnownDeployment[] = [
  ...[rolePrincipals, conditions, carriedKeys, organizations, sessions, settledKeys, ownerAccount],
  ...[excepted, existingPrincipals, networks, otherHands, otherForms, openAndShut],
].flat();
