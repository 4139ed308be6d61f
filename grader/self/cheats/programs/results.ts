/** A result as a host would send it, had all seeds passed. */
export const resultOf = (scenario: string): object => ({
  type: 'result',
  result: {
    scenario,
    ran: 2,
    passed: 2,
    failures: [],
    witnessed: [],
    events: 1,
    virtual: 1,
    wall: 1,
    memory: 1,
  },
});
