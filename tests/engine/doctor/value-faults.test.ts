import { findsEach } from "./fault";
import { VALUE_FAULTS } from "./value-faults";

describe("doctor, of the values", () => {
  findsEach(VALUE_FAULTS);
});
