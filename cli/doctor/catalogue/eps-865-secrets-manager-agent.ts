import type { Entry } from "./entry";

export const secretsManagerAgent: Entry = {
  id: "EPS-865",
  title: "the Secrets Manager Agent beside the program does not answer, or refuses",
  texts: ["{localhost|127.0.0.1}:2773"],
  why: "The program asks the agent of AWS on port 2773 of its own pod or node. The agent does not run there, or the request lacks the token of the file `/var/run/awssmatoken`.",
  check: "`kubectl -n {namespace} get pod {pod} -o yaml | grep -A3 2773`",
  mend: "Start the agent as a container of the same pod, and send its token in `X-Aws-Parameters-Secrets-Token`; or let the reader mount the secret.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/secrets-manager-agent.html",
    "localhost port 2773",
    "127.0.0.1 port 2773",
  ],
};
