/**
 * In the tests of a suite, removes the pause before throttled AWS calls are tried again. A pause is a random part of some
 * seconds, up to eleven times for each call, which took minutes altogether. `retries.test.ts` tests the pauses.
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
