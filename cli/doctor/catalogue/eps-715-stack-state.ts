import type { Entry } from "./entry";

export const stackState: Entry = {
  id: "EPS-715",
  title: "a CloudFormation stack is in a state in which it cannot be changed",
  texts: ["state and can not be updated", "UPDATE_ROLLBACK_FAILED"],
  why: "A former run failed or still goes. A stack in `ROLLBACK_COMPLETE` was never made and can only be deleted.",
  check:
    "`aws cloudformation describe-stack-events --stack-name STACK`: the first failure tells the cause.",
  mend: "Wait for a run that goes. After `UPDATE_ROLLBACK_FAILED`: `aws cloudformation continue-update-rollback --stack-name STACK`. A stack in `ROLLBACK_COMPLETE` is deleted and made again.",
  sources: ["https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html"],
};
