/** Who did it: a staff member's id, the author in the chat, or the program itself. */
export type Actor = { kind: 'staff'; id: string } | { kind: 'author' } | { kind: 'machine' };

/** One line of the append-only history of a petition or registration. It never holds personal data. */
export interface HistoryEntry {
  at: Date;
  by: Actor;
  /** What happened, as a stable word: `received`, `classified`, `topic`, `status`, `addition`, `recalled`, … */
  what: string;
  from?: string;
  to?: string;
  /** A person's reason, where one is asked for. */
  why?: string;
}
