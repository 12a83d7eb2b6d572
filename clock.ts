/** Tells the present moment. Handed in wherever the date matters, so that a rehearsal and a test can choose it. */
export type Clock = () => Date;

/** The only place where the date is read. */
export const systemClock: Clock = () => new Date();
