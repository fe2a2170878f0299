import type { Entry } from "./entry";

export const controlPolicyDeniesDeployment: Entry = {
  id: "EPS-762",
  title: "a control policy of the organization stops the deployment",
  texts: ["The following hook(s) failed: [AWS::ControlTower", "CT.KMS.PV"],
  why: "Control Tower and landing zones forbid some keys, policies or principals in all accounts.",
  check: "Who administers the organization knows the control's name.",
  mend: "Ask for an exception, or change the inventory so that the control holds.",
  sources: ["awslabs/landing-zone-accelerator-on-aws#780"],
};
