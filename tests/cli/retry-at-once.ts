/**
 * In the tests of a suite, calls that AWS throttles are tried again at once. A pause is a random part of some seconds, up to
 * eleven times for each call: together these took minutes. `retries.test.ts` tests the pauses.
 */
export function retryAtOnce(): void {
  const { random } = Math;
  before(() => {
    Math.random = () => 0;
  });
  after(() => {
    Math.random = random;
  });
}
