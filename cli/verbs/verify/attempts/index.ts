import type { LandingZone } from "eks-pod-secrets/grant";
import { interruption } from "../../../stacks/interruption";
import { confirmed } from "../../../terminal/ask";
import { answerWith, nothingDone } from "../../../terminal/output";
import { attemptsText } from "./attempts-text";
import { castOf } from "./cast";
import { madeNames } from "./names";
import { removeMade } from "./remove-made";
import { chooseAttempts, ownReads, tryAll } from "./run-attempts";
import { accessesOf, findSecrets, openScene } from "./scene";
import type { AttemptsAnswer } from "./shape";
import { isAws, isOpenDeployment } from "./world";

/** `verify --attempts`: sends the requests that must be refused, and says what stopped each. */
export async function verifyByAttempts(
  zone: LandingZone,
  options: { yes?: true; json?: true },
): Promise<void> {
  const cast = castOf(zone);
  const accessTo = accessesOf();
  const found = await findSecrets(cast, accessTo);
  const { account, region } = cast.applicationB.cluster;
  const isSandbox = !(await isAws(await accessTo(account, region)));
  const isOpen = isSandbox || isOpenDeployment(cast, found);
  const chosen = chooseAttempts(cast, isOpen);
  const signal = interruption();
  if (isOpen && !options.yes && !(await confirmed(QUESTION, signal))) return nothingDone();
  const names = madeNames(cast);
  const places = { cast, names, accessTo };
  const made = isOpen ? await removeMade(places) : [];
  const scene = openScene(cast, found, names, accessTo, isOpen);
  const reads = await ownReads(cast, scene);
  const canRead = reads.every(({ result }) => result === "reads");
  const attempts = canRead ? await tryAll(chosen.tried, scene, signal) : [];
  if (isOpen) made.push(...(await removeMade(places)));
  const isComplete = canRead && attempts.length === chosen.tried.length;
  const answer: AttemptsAnswer = {
    result:
      isComplete &&
      attempts.every(({ result }) => result === "refused") &&
      made.every(({ result }) => result === "removed")
        ? "verified"
        : "failed",
    world: isSandbox ? "sandbox" : "AWS",
    ...{ reads, attempts, leftOut: chosen.leftOut, made, isComplete },
    isChanged: chosen.tried.some(
      ({ changes, name }) => changes && attempts.some(({ attempt }) => attempt === name),
    ),
  };
  answerWith(answer, options, attemptsText, answer.result === "failed" ? "refuted" : "ok");
}

const QUESTION =
  "The attempts make roles, associations, pods, a namespace and a parameter, and remove them again.\nThey change the readers' roles: until the next eks-pod-secrets up --refresh, these pods cannot read.\nBegin?";
