import { increase, rateQuotas } from "../../../../sdk/rules/quotas";
import { count } from "../../../terminal/output";
import type { Limits } from "./shape";

/** Seconds below which a plan says nothing of AWS's rates unasked. */
const WORTH_SAYING = 60;

/** Above how long AWS's rates hold up the first deployment. */
export const DURATION_TITLE = "How long the first up takes at least";

/** Why the first deployment takes so long, and what shortens it; nothing where AWS's rates hold it up for less than a minute. */
export function durationLines({ duration }: Limits, isAll: boolean): string[] {
  const { seconds, steps } = duration;
  if (!isAll && seconds < WORTH_SAYING) return [];
  if (seconds === 0) return ["the rates of calls that AWS publishes do not hold it up"];
  const ways = [...new Set(steps.map(({ rate }) => rate))].map((rate) => {
    const { wayOut } = rateQuotas[rate];
    return [wayOut, increase(rateQuotas[rate])].filter(Boolean).join("; or ");
  });
  return [
    `${timeInWords(seconds)}, under the rates of calls that AWS publishes. It publishes none of IAM and EKS; clusters and pods take their time besides.`,
    ...steps.map(
      ({ calls, perSecond, rate, region, seconds: each, stack }) =>
        `${timeInWords(each)} for ${stack}: ${count(calls, "call")} of ${rateQuotas[rate].title} in ${region}, of which AWS takes ${perSecond} a second`,
    ),
    ...ways.map((way) => `to shorten it: ${way}`),
  ];
}

/** `3 min 19 s`. */
function timeInWords(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return minutes === 0 ? `${rest} s` : `${minutes} min ${rest} s`;
}
