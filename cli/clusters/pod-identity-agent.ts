import { posix } from "node:path";

/** Name of the agent's add-on, chart, image and program. */
export const AGENT = "eks-pod-identity-agent";

/** Of a DaemonSet, what tells which program it runs. */
export interface DaemonSet {
  spec?: {
    template?: { spec?: { containers?: Container[] } };
  };
}

interface Container {
  name?: string;
  image?: string;
  command?: string[];
}

/** Whether a DaemonSet runs the agent, whatever its name: a chart names it after the release, and a mirror may name the image anew. */
export function runsAgent({ spec }: DaemonSet): boolean {
  const containers = spec?.template?.spec?.containers ?? [];
  return containers.some(({ command = [], image = "", name }) => {
    const [repository] = posix.basename(image).split(/[:@]/);
    return [name, repository, ...command.map((one) => posix.basename(one))].includes(AGENT);
  });
}
