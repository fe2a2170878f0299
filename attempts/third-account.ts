import type { Attempt } from "./attempt";
import {
  createStrongRole,
  onceServicesAllowed,
  readSecret,
  sessionOfNewRole,
  trustInCaller,
} from "./moves";

/** What an account allows its own role does not open another account's secret. */
export const thirdAccount: Attempt = {
  name: "a third account's role, allowed all secrets",
  changes: true,
  needs: "a third account",
  refusedWith: ["AccessDeniedException"],
  prepare: async (scene) => {
    const administrator = await scene.administrator("third");
    const role = await createStrongRole(administrator, scene, {
      name: `${scene.made.prefix}everything`,
      trust: await trustInCaller(administrator),
    });
    const session = await sessionOfNewRole(scene, administrator, role);
    await onceServicesAllowed(session);
    return () => readSecret(session, scene.secretB);
  },
};
