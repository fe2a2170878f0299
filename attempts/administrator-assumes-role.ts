import { attempt } from "./attempt";
import { tagsOfPod } from "./moves";

/** The right role without the pod: its trust lets nobody but EKS Pod Identity in. */
export const administratorAssumesRole = attempt(
  {
    name: "A's administrator assumes application-b's role",
    refusedBy: "the role's trust",
    refusedWith: ["AccessDenied"],
  },
  async (scene) => {
    const administrator = await scene.administrator("reader");
    const { roleArn: RoleArn } = scene.applicationB;
    return () => scene.session(administrator, { RoleArn });
  },
);

/** `sts:AssumeRole` with `TagSession` lets the caller choose the session's tags. */
export const administratorForgesTags = attempt(
  {
    name: "A's administrator forges the pod's tags, too",
    refusedBy: "the role's trust",
    refusedWith: ["AccessDenied"],
  },
  async (scene) => {
    const administrator = await scene.administrator("reader");
    const { roleArn: RoleArn } = scene.applicationB;
    const Tags = Object.entries(tagsOfPod(scene)).map(([Key, Value]) => ({ Key, Value }));
    return () => scene.session(administrator, { RoleArn, Tags });
  },
);

/** A pod that has one reader's role goes on to another's. */
export const podAssumesRole = attempt(
  {
    name: "application-a's role assumes application-b's role",
    refusedBy: "the role's trust",
    isBeyondDemo: true,
    refusedWith: ["AccessDenied"],
  },
  async (scene) => {
    const pod = await scene.pod(scene.applicationA.serviceAccount);
    const { roleArn: RoleArn } = scene.applicationB;
    return () => scene.session(pod, { RoleArn });
  },
);
