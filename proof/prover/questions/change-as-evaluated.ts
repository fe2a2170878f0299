import type { AccessDocuments } from "../../domain/documents";
import { findByArn } from "../../domain/documents-index";
import type { AccessRequest } from "../../domain/request";
import { evaluate } from "../../evaluator/evaluate";
import { mayRead } from "../../evaluator/may-read";
import { whyDenied, withRemark } from "../claims/as-evaluated";
import type { ClaimResult } from "../claims/claim";

/**
 * Says of a change what `evaluate` does not show, which gets its request and the documents of one version: why it denies the request
 * where the change says that it reads, or allows it in the other version as well.
 */
export function changeAsEvaluated(
  reading: AccessDocuments,
  other: AccessDocuments,
  result: ClaimResult,
): ClaimResult {
  const { counterexample, subject } = result;
  if (!counterexample) return result;
  const { request } = counterexample;
  const remark =
    whyDenied(reading, request, evaluate(reading, request)) ?? whySame(other, request, subject);
  return withRemark(result, remark);
}

/** Why evaluate allows the request also in the version in which nobody reads by it, where it does. */
function whySame(
  documents: AccessDocuments,
  { context, principal, ...request }: AccessRequest,
  subject: string,
): string | undefined {
  if (evaluate(documents, { context, principal, ...request }).decision === "denied") {
    return undefined;
  }
  const lists = [documents.secrets, documents.parameters];
  const isThere = lists.some((list) => findByArn<{ arn: string }>(list, subject));
  const read = isThere ? mayRead(documents, principal, subject, context) : undefined;
  const missing = !read
    ? "one of them has no such secret"
    : read.decision === "denied"
      ? `in one of them it is not enough: ${read.reason}`
      : "in one of them nobody gets such a session, or a session policy limits it";
  return `evaluate allows this very request in both versions, but ${missing}`;
}
