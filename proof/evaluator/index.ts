export { evaluateRequest } from "./evaluate";
export { matchesGlob, matchesWildcards, toGlob } from "./matching/match-pattern";
export { AccessRequestError } from "./matching/subject";
export { sayTurning } from "./matching/words";
export { DECRYPT_ACTION, FETCHING_ACTIONS } from "./reads";
