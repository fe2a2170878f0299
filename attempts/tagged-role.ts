import type { Attempt } from "./attempt";
import {
  createStrongRole,
  onceServicesAllowed,
  readSecret,
  sessionOfNewRole,
  tagsOfPod,
  trustInCaller,
} from "./moves";

/** A role's own tags count as principal tags too: attributes alone would let this one in. */
export const taggedRole: Attempt = {
  name: "a role of A that is tagged like the pod",
  changes: true,
  refusedWith: ["AccessDeniedException"],
  prepare: async (scene) => {
    const administrator = await scene.administrator("reader");
    const role = await createStrongRole(administrator, scene, {
      name: `${scene.made.prefix}tagged-as-pod`,
      path: scene.made.path,
      trust: await trustInCaller(administrator),
      tags: tagsOfPod(scene),
    });
    const session = await sessionOfNewRole(scene, administrator, role);
    await onceServicesAllowed(session);
    return () => readSecret(session, scene.secretB);
  },
};
