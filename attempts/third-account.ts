import type { Attempt } from "./attempt";
import {
  createAllPowerfulRole,
  readSecretOnceAllowed,
  sessionOfNewRole,
  trustInAccount,
} from "./moves";

/** What an account allows its own role does not open another account's secret. */
export const thirdAccount: Attempt = {
  name: "a third account's role, allowed everything",
  changes: true,
  needs: "a third account",
  refusedWith: ["AccessDeniedException"],
  run: async (scene) => {
    const administrator = await scene.administrator("third");
    const role = await createAllPowerfulRole(administrator, scene, {
      name: `${scene.made.prefix}everything`,
      trust: trustInAccount(scene.account("third"), scene.partition),
    });
    const session = await sessionOfNewRole(scene, administrator, role);
    return readSecretOnceAllowed(session, scene.secretB);
  },
};
