import type { Attempt } from "./attempt";
import { tagsOfPod } from "./moves";

/** The right role without the pod: its trust lets nobody but EKS Pod Identity in. */
export const administratorAssumesRole: Attempt = {
  name: "A's administrator assumes application-b's role",
  changes: false,
  refusedWith: ["AccessDenied"],
  prepare: async (scene) => {
    const administrator = await scene.administrator("reader");
    const { roleArn: RoleArn } = scene.applicationB;
    return () => scene.session(administrator, { RoleArn });
  },
};

/** `sts:AssumeRole` with `TagSession` lets the caller choose the session's tags. */
export const administratorForgesTags: Attempt = {
  name: "A's administrator forges the pod's tags, too",
  changes: false,
  refusedWith: ["AccessDenied"],
  prepare: async (scene) => {
    const administrator = await scene.administrator("reader");
    const { roleArn: RoleArn } = scene.applicationB;
    const Tags = Object.entries(tagsOfPod(scene)).map(([Key, Value]) => ({ Key, Value }));
    return () => scene.session(administrator, { RoleArn, Tags });
  },
};

/** A pod that has one reader's role goes on to another's. */
export const podAssumesRole: Attempt = {
  name: "application-a's role assumes application-b's role",
  changes: false,
  isForTrials: true,
  refusedWith: ["AccessDenied"],
  prepare: async (scene) => {
    const pod = await scene.pod(scene.applicationA.serviceAccount);
    const { roleArn: RoleArn } = scene.applicationB;
    return () => scene.session(pod, { RoleArn });
  },
};
