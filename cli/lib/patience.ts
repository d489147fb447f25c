/**
 * How many times as long as usual the tests wait for anything: 1, but for a machine that is slow all over, such as an emulated one.
 * Only the tests read it.
 */
export const PATIENCE = Number(process.env.LAB_TEST_PATIENCE || 1);
