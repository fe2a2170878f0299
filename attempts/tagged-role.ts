import type { Attempt } from "./attempt";
import {
  createAllPowerfulRole,
  readSecretOnceAllowed,
  sessionOfNewRole,
  tagsOfPod,
  trustInAccount,
} from "./moves";

/** A role's own tags count as principal tags too: attributes alone would let this one in. */
export const taggedRole: Attempt = {
  name: "a role of A that is tagged like the pod",
  changes: true,
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => {
    const administrator = await scene.administrator("reader");
    const role = await createAllPowerfulRole(administrator, scene, {
      name: `${scene.made.prefix}tagged-as-pod`,
      path: scene.made.path,
      trust: trustInAccount(scene.account("reader"), scene.partition),
      tags: tagsOfPod(scene),
    });
    const session = await sessionOfNewRole(scene, administrator, role);
    return readSecretOnceAllowed(session, scene.secretB);
  },
};
